import { expect, it, vi } from "vitest";
import { RunFigures } from "../../../renderer/features/history/RunFigures.tsx";
import { useHistory } from "../../../renderer/stores/history/history.ts";
import { show, startStores } from "../show.tsx";

it("figures are those of the runs the filter leaves, and the focus comes back behind them", async () => {
  const figures = (name: string, runs: number) => ({
    name,
    within: "openai",
    runs,
    failed: 1,
    medianTtftMs: 90,
    medianTotalMs: null,
    inputTokens: 36,
    outputTokens: null,
    costUsd: 0.0123,
    priced: 2,
  });
  const fake = startStores({
    "history.groups": ({ filter, by }) =>
      by === "day"
        ? [{ ...figures("2026-11-29", 5), within: null }]
        : [figures("gpt-4o", 3), figures("claude", 2)].filter(({ name }) => !filter.model || filter.model === name),
    "history.list": { runs: [], next: null },
  });
  const screen = await show(<RunFigures />);
  const open = screen.getByRole("button", { name: "Figures" });
  const rows = () =>
    screen
      .getByRole("row")
      .elements()
      .map(({ textContent }) => textContent);
  await open.click();
  await expect.poll(rows).toHaveLength(3);
  await screen.getByRole("button", { name: "Close" }).click();
  await expect.element(open).toHaveFocus();
  useHistory.getState().setFilter({ model: "gpt-4o" });
  await open.click();
  await vi.waitFor(() =>
    expect(fake.inputsOf("history.groups").at(-1)).toEqual({ filter: { model: "gpt-4o" }, by: "model" }),
  );
  await expect
    .poll(rows)
    .toEqual([
      "ModelRunsFailedFirst tokenWhole answerTokens inTokens outCost",
      "gpt-4o openai3190 ms—36—$0.0123 of 2 runs",
    ]);
  await screen.getByRole("radio", { name: "Day" }).click();
  await expect
    .poll(rows)
    .toEqual(["DayRunsFailedFirst tokenWhole answerTokens inTokens outCost", "2026-11-295190 ms—36—$0.0123 of 2 runs"]);
});
