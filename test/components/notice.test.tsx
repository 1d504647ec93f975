import { expect, it } from "vitest";
import { page } from "vitest/browser";
import { Button } from "../../renderer/ui/Button.tsx";
import { Dialog } from "../../renderer/ui/Dialog.tsx";
import { Notice } from "../../renderer/ui/Notice.tsx";
import { show } from "./show.tsx";

// Would catch: words in a column of their own beside a long button, a word or two a line.
it("of a notice in a narrow column the button stands below the words, in a wide one beside them", async () => {
  const words = "This key only reads, so the edit cannot be saved there; it is kept on this machine.";
  const inWidth = (width: number) => (
    <div style={{ width }}>
      <Notice tone="warn" actions={<Button size="small">Save to Local</Button>}>
        {words}
      </Notice>
    </div>
  );
  const screen = await show(inWidth(320));
  const boxes = () =>
    [screen.getByText(words), screen.getByRole("button")].map((one) => one.element().getBoundingClientRect());
  const [text, button] = boxes();
  expect(button?.top).toBeGreaterThanOrEqual(text?.bottom ?? Number.POSITIVE_INFINITY);
  await screen.rerender(<div style={{ position: "fixed", inset: 0 }}>{inWidth(640)}</div>);
  const [wide, beside] = boxes();
  expect(beside?.left).toBeGreaterThanOrEqual(wide?.right ?? Number.POSITIVE_INFINITY);
});

// Of the warning before a prompt is saved half was cut off, with room for all of it.
it("in a small window a notice is whole in a dialog, and one line beside what it is about", async () => {
  await page.viewport(900, 600);
  const words =
    "It asks for language, which is new. Callers that do not send it pass the tag to the model as text. ".repeat(3);
  const notice = <Notice tone="warn">{words}</Notice>;
  const screen = await show(
    <>
      {notice}
      <Dialog open title="Save" onClose={() => undefined}>
        {notice}
      </Dialog>
    </>,
  );
  const heights = screen
    .getByText(words.trim())
    .elements()
    .map((one) => one.getBoundingClientRect().height);
  expect(heights[0]).toBeLessThan(25);
  expect(heights[1]).toBeGreaterThan(30);
});
