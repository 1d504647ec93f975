import { closeSync, openSync, statSync, writeSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { openHistory } from "@engine/history/history.ts";
import { violations } from "./accessibility.ts";
import { expect, test } from "./app.ts";
import { HistoryPage } from "./history-page.ts";
import { pastRun } from "./imported-runs.ts";

/** What is told over the list when there is still something in it to show; a history without any is in history-trouble. */

async function fill(folder: string, count: number): Promise<void> {
  const history = await openHistory({ folder });
  await history.add(Array.from({ length: count }, (_, index) => pastRun(index + 1, 1)));
  await history.close();
}

test("a history that can be read and not written shows its runs and says that new ones are not kept", async ({
  openApp,
  profile,
}) => {
  await fill(profile, 3);
  // A folder in the place of the shared index: even root cannot write the database now.
  await mkdir(join(profile, "history.db-shm"));
  const { page } = await openApp();
  const history = new HistoryPage(page);
  await history.open();
  const told = page.getByRole("alert");
  await expect(told).toContainText("Runs go on and are not kept.");
  await expect(history.rows).toHaveCount(3);
  await history.rows.first().click();
  await expect(history.run).toContainText("Answer number 3.");
  await expect(page.getByText("new runs are not kept")).toBeVisible();
  expect(await violations(page)).toEqual([]);
});

test("a damaged history says what was saved of it and where the damaged file is; the notice can be put away", async ({
  openApp,
  profile,
}) => {
  await fill(profile, 120);
  const path = join(profile, "history.db");
  const pages = Math.floor(statSync(path).size / 4096);
  const file = openSync(path, "r+");
  for (let page = 60; page < pages; page += 5) writeSync(file, Buffer.alloc(4096, 0xa5), 0, 4096, page * 4096);
  closeSync(file);
  const { page } = await openApp();
  const history = new HistoryPage(page);
  await history.open();
  const notice = page.getByRole("note").filter({ hasText: "It is kept as history.corrupt-" });
  await expect(notice).toContainText(/[1-9]\d* runs were saved from it/);
  await expect(history.rows.first()).toBeVisible();
  await expect(page.getByRole("alert")).toHaveCount(0);
  expect(await violations(page)).toEqual([]);
  await notice.getByRole("button", { name: "Dismiss" }).click();
  await expect(notice).toBeHidden();
});
