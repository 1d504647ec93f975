import { violations } from "./accessibility.ts";
import { expect, test } from "./app.ts";
import { HistoryPage } from "./history-page.ts";
import { importRuns, pastRun } from "./imported-runs.ts";

test("a limit says what it would remove, removes that and no pinned run, and holds after a restart", async ({
  openApp,
}) => {
  const first = await openApp();
  const { page } = first;
  await importRuns(new HistoryPage(page), [
    ...Array.from({ length: 12 }, (_, index) => pastRun(index + 1, 40)),
    pastRun(13, 40, { notes: { pinned: true } }),
    pastRun(14, 2),
    pastRun(15, 1),
  ]);
  await page.getByRole("button", { name: "Settings" }).first().click();
  const section = page.getByRole("region", { name: "History" });
  await expect(section).toContainText(/15 runs, \d+(\.\d)? KB/);
  await expect(section.getByRole("textbox", { name: "Keep at most" })).toHaveValue("4");
  const days = section.getByRole("textbox", { name: "Keep runs for" });
  await days.fill("60");
  await expect(section).toContainText("Nothing is removed now.");
  await days.fill("30");
  await expect(section).toContainText(/12 runs \(.*\) beyond these limits will be removed for good/);
  expect(await violations(page)).toEqual([]);
  await expect(section).toContainText("15 runs,");
  await section.getByRole("button", { name: "Cancel" }).click();
  await expect(days).toHaveValue("");
  await days.fill("30");
  await section.getByRole("button", { name: "Remove 12 runs and save" }).click();
  await expect(section).toContainText("3 runs,");
  await first.close();

  const second = await openApp();
  const history = new HistoryPage(second.page);
  await history.open();
  await expect(history.rows).toHaveCount(3);
  await expect(history.rows.getByRole("img", { name: "pinned" })).toHaveCount(1);
  await second.page.getByRole("button", { name: "Settings" }).first().click();
  await expect(second.page.getByRole("textbox", { name: "Keep runs for" })).toHaveValue("30");
});
