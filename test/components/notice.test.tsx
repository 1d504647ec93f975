import { expect, it } from "vitest";
import { Button } from "../../renderer/ui/Button.tsx";
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
