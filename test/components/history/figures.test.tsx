import { expect, it, vi } from "vitest";
import { ModelFigures } from "../../../renderer/features/history/ModelFigures.tsx";
import { useHistory } from "../../../renderer/stores/history/history.ts";
import { show, startStores } from "../show.tsx";

it("figures by model are those of the runs the filter leaves, and the focus comes back behind them", async () => {
  const figures = (model: string, runs: number) => ({
    model,
    provider: "openai",
    runs,
    failed: 1,
    medianTtftMs: 90,
    medianTotalMs: null,
    inputTokens: 36,
    outputTokens: null,
  });
  const fake = startStores({
    "history.figures": (filter) =>
      [figures("gpt-4o", 3), figures("claude", 2)].filter(({ model }) => !filter.model || filter.model === model),
    "history.list": { runs: [], next: null },
  });
  const screen = await show(<ModelFigures />);
  const open = screen.getByRole("button", { name: "Figures by model" });
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
  await vi.waitFor(() => expect(fake.inputsOf("history.figures").at(-1)).toEqual({ model: "gpt-4o" }));
  await expect
    .poll(rows)
    .toEqual(["ModelRunsFailedFirst tokenWhole answerTokens inTokens out", "gpt-4o openai3190 ms—36—"]);
});
