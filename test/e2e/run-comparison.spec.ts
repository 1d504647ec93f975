import type { Locator, Page } from "@playwright/test";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { emptyOutput } from "@shared/domain/run/fold-events.ts";
import type { RunOutput } from "@shared/domain/run/stream-event.ts";
import { expect, test } from "./app.ts";
import { HistoryPage } from "./history-page.ts";
import { importRuns, pastRun } from "./imported-runs.ts";

const calling = (city: string): RunOutput => ({
  ...emptyOutput(),
  toolCalls: [
    { id: "call_1", type: "function", function: { name: "get_weather", arguments: `{"city":"${city}","days":2}` } },
  ],
});
const failed = (message: string) => ({
  output: emptyOutput(),
  outcome: { kind: "provider_error" as const, error: new AppFailure("provider_error", { message }).error },
});

async function compare(page: Page, older: number, newer: number): Promise<Locator> {
  const history = new HistoryPage(page);
  const row = (sequence: number) => page.locator(`#run-run-${sequence}`);
  await expect(history.rows.first()).toBeVisible();
  await row(newer).click();
  await row(older).click({ modifiers: ["Control"] });
  const comparison = page.getByRole("region", { name: "Comparison of two runs" });
  await comparison.getByRole("tab", { name: "Outputs" }).click();
  return comparison;
}

test.beforeEach(async ({ page }) => {
  await importRuns(new HistoryPage(page), [
    pastRun(1, 3),
    pastRun(2, 2, { output: calling("Rome"), notes: { rating: 4 } }),
    pastRun(3, 1),
    pastRun(4, 1, failed("The model is overloaded.")),
  ]);
});

test("the heads tell both runs apart, in a small window too, and open either", async ({ page }) => {
  await page.setViewportSize({ width: 1100, height: 720 });
  const comparison = await compare(page, 2, 4);
  const [older, newer] = [
    comparison.getByRole("region", { name: "Older run", exact: true }),
    comparison.getByRole("region", { name: "Newer run", exact: true }),
  ];
  for (const text of ["demo/sample-small", "#2", "4"]) await expect(older).toContainText(text);
  await expect(older.getByText("200", { exact: true })).toBeInViewport({ ratio: 1 });
  await expect(newer).toContainText("provider error");
  await newer.getByRole("button", { name: "Open" }).click();
  await expect(new HistoryPage(page).run).toContainText("The model is overloaded.");
});
