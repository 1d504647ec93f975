import { expect, it } from "vitest";
import { VariableField } from "../../../renderer/features/playground/prompt/VariableField.tsx";
import { show, startStores } from "../show.tsx";

// Would catch: beside a long note the name of an unset variable broke into one letter a line.
it("the name of an unset variable keeps its line in a narrow column", async () => {
  startStores({});
  const name = "customer_support_name";
  const screen = await show(
    <div style={{ width: 300 }}>
      <VariableField name={name} value={undefined} note={`not set — sent as {{${name}}}`} onPaste={() => undefined} />
    </div>,
  );
  const label = screen.getByText(name, { exact: true }).element();
  const { lineHeight, fontSize } = getComputedStyle(label);
  const line = Number.parseFloat(lineHeight) || Number.parseFloat(fontSize) * 1.5;
  expect(label.getBoundingClientRect().height).toBeLessThan(line * 1.6);
  const box = screen.container.firstElementChild?.firstElementChild;
  expect(box?.scrollWidth).toBeLessThanOrEqual(300);
});
