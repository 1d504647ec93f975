import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { expect, test } from "./app.ts";
import { HistoryPage } from "./history-page.ts";
import { importRuns, pastRun } from "./imported-runs.ts";

test("status, model, rating and pin narrow the list down, each alone and together", async ({ page }) => {
  const history = new HistoryPage(page);
  const named = (model: string) => ({ request: { ...pastRun(1, 1).record.request, modelOverride: model } });
  // What was interrupted has no outcome.
  const interrupted = pastRun(5, 1, { ...named("claude"), state: "interrupted" });
  delete interrupted.record.outcome;
  const { error } = new AppFailure("idle_timeout");
  await importRuns(history, [
    pastRun(1, 1, { ...named("gpt-4o"), notes: { rating: 5, pinned: true } }),
    pastRun(2, 1, { ...named("gpt-4o"), notes: { rating: 2 } }),
    pastRun(3, 1, { ...named("gpt-4o"), outcome: { kind: "timeout", error } }),
    pastRun(4, 1, { ...named("claude"), outcome: { kind: "cancelled", error }, notes: { pinned: true } }),
    interrupted,
  ]);
  const filters = page.getByRole("search", { name: "Search and filter runs" });
  const choose = (name: string, label: string) => filters.getByRole("combobox", { name }).selectOption({ label });
  const shown = async () => (await history.rows.evaluateAll((rows) => rows.map(({ id }) => id))).join(" ");
  const leaves = (...sequences: number[]) =>
    expect.poll(shown).toBe(sequences.map((sequence) => `run-run-${sequence}`).join(" "));
  await leaves(5, 4, 3, 2, 1);

  for (const [state, left] of [
    ["Done", [2, 1]],
    ["Failed", [3]],
    ["Stopped", [4]],
    ["Interrupted", [5]],
  ] as const) {
    await choose("Status", state);
    await leaves(...left);
  }
  await choose("Status", "Any status");
  await choose("Model", "claude");
  await leaves(5, 4);
  await filters.getByRole("button", { name: "Pinned only" }).click();
  await leaves(4);
  await choose("Model", "All models");
  await leaves(4, 1);
  await choose("Rating", "2 stars or more");
  await leaves(1);
  await filters.getByRole("button", { name: "Pinned only" }).click();
  await leaves(2, 1);
  await choose("Model", "gpt-4o");
  await choose("Rating", "Any rating");
  await leaves(3, 2, 1);
  await page.getByRole("button", { name: "Figures by model" }).click();
  const figures = page.getByRole("dialog", { name: "Figures by model" });
  await expect(figures.getByRole("row")).toHaveText([
    "ModelRunsFailedFirst tokenWhole answerTokens inTokens out",
    /^gpt-4o\s*3190 ms813 ms3615$/,
  ]);
  await page.keyboard.press("Escape");
  await expect(figures).toBeHidden();
  await expect(page.getByRole("button", { name: "Figures by model" })).toBeFocused();
  await filters.getByRole("button", { name: "Clear filters" }).click();
  await leaves(5, 4, 3, 2, 1);
  await page.getByRole("button", { name: "Figures by model" }).click();
  await expect(figures.getByRole("row")).toHaveCount(3);
});
