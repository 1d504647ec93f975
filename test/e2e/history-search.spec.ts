import { noNotes } from "@shared/domain/run/history.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { sampleRun } from "../unit/history/sample-run.ts";
import { expect, test } from "./app.ts";
import { HistoryPage } from "./history-page.ts";
import { importRuns } from "./imported-runs.ts";

const count = 200;

/** Yesterday's runs, a minute apart; every tenth broke off. */
function importedRun(sequence: number): RunRecord {
  const run = sampleRun(sequence, { startedAt: Date.now() - 86_400_000 + sequence * 60_000 });
  if (sequence % 10 !== 0) return run;
  const message = `The stream ended without a finish reason at ${sequence}.`;
  return {
    ...run,
    outcome: { kind: "truncated", error: { code: "truncated", stage: "provider", message, actions: [] } },
  };
}

const runs = Array.from({ length: count }, (_, index) => ({
  record: importedRun(index + 1),
  notes: noNotes,
}));

test("200 imported runs are searched, filtered, read to the last one, compared, and still there after a restart", async ({
  openApp,
}) => {
  test.slow();
  const first = await openApp();
  const history = new HistoryPage(first.page);
  const { page } = first;
  await importRuns(history, runs);
  await expect(page.getByText("200 kept")).toBeVisible();

  // The list exists only as far as it is seen, and its keys reach both ends.
  await page.getByRole("listbox", { name: "Runs" }).focus();
  await page.keyboard.press("Home");
  await expect(history.run).toContainText("Answer number 200.");
  expect(await history.rows.count()).toBeLessThan(100);
  await page.keyboard.press("End");
  await expect(history.run).toContainText(/Answer number (1|101)\./);
  // End goes to the last run that is there: pressed before the second hundred came, it has nowhere to go.
  await expect(async () => {
    await page.keyboard.press("End");
    await expect(history.run).toContainText("Answer number 1.", { timeout: 2_000 });
  }).toPass();

  await history.search.fill('"customer 137"');
  await expect(history.rows).toHaveCount(1);
  await history.rows.first().click();
  await expect(history.run).toContainText("Answer number 137.");
  await expect(history.run.getByRole("region", { name: "Inspector" })).toContainText("Help customer 137");

  await history.search.fill("never said anywhere");
  await expect(page.getByText("No run matches.")).toBeVisible();

  // What went wrong can be searched for as what was said.
  await history.search.fill("finish reason 140");
  await expect(history.rows).toHaveCount(1);
  await history.rows.first().click();
  await expect(history.run.getByRole("alert")).toContainText("without a finish reason at 140");
  await history.search.fill("number 19");
  await expect(history.rows).toHaveCount(11);
  await history.rows.nth(0).click();
  await history.rows.nth(10).click({ modifiers: ["Control"] });
  const comparison = page.getByRole("region", { name: "Comparison of two runs" });
  await expect(comparison).toContainText("$.messages[0].content");
  await comparison.getByRole("tab", { name: "Outputs" }).click();
  await expect(comparison.getByRole("region", { name: "Difference of the answers" })).toContainText("19");

  await first.close();

  const second = new HistoryPage((await openApp()).page);
  await second.open();
  await expect(second.page.getByText("200 kept")).toBeVisible();
  await second.search.fill('"customer 137"');
  await expect(second.rows).toHaveCount(1);
});
