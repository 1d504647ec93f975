import { expect, it } from "vitest";
import { Forecast } from "../../../renderer/features/experiments/setup/before/Forecast.tsx";
import { show, startStores } from "../show.tsx";
import { forecast, twoVariants } from "./show-setup.tsx";

/** Where the words of a cell stand, whatever room it has. */
function wordsOf(cell: Element): DOMRect {
  const range = document.createRange();
  range.selectNodeContents(cell);
  return range.getBoundingClientRect();
}

// Read as one number: “1$0.00067”.
it("number and cost of a call stand apart where there is little room", async () => {
  startStores({});
  const [part] = forecast.parts;
  if (!part) throw new Error("The forecast has no part.");
  const parts = [{ ...part, name: "An unusually long name", calls: 1, costUsd: { lo: 0.00067, hi: 0.00067 } }];
  const screen = await show(
    <div style={{ width: 200 }}>
      <Forecast forecast={{ ...forecast, parts }} draft={twoVariants} />
    </div>,
  );
  await expect.element(screen.getByText("$0.00067")).toBeVisible();
  const rows = [...screen.container.querySelectorAll("tr")].map((row) => [...row.children]);
  expect(rows).toHaveLength(3);
  for (const [, number, cost] of rows) {
    if (!number || !cost) throw new Error("A row has no number and cost.");
    expect(wordsOf(cost).left - wordsOf(number).right).toBeGreaterThanOrEqual(8);
    expect(wordsOf(cost).right).toBeLessThanOrEqual(200);
  }
});
