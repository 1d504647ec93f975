import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Page } from "@playwright/test";
import { HistoryPage } from "./history-page.ts";
import { PlaygroundPage } from "./playground-page.ts";
import { expect, test } from "./servers.ts";

/** The app opens and answers whatever has become of its history, and says what. */

async function runOnce(page: Page): Promise<void> {
  await new PlaygroundPage(page).openLangfuse();
  await runAgain(page);
}

async function runAgain(page: Page): Promise<void> {
  const playground = new PlaygroundPage(page);
  await playground.openPrompt(/test-chat-prompt/);
  await playground.fill("user_message", "hi");
  await playground.chooseModel("gpt-4o");
  await playground.run();
  await expect(playground.output).toContainText("Hello from the fake provider.");
  await expect(playground.figures).toContainText("200");
}

const recorded = (page: Page, runs: string) => page.getByRole("button", { name: new RegExp(`^${runs} recorded`) });

test("a database that cannot be written: runs go on, and every place says that they are not kept (DB-4)", async ({
  openApp,
  profile,
}) => {
  // A folder in its place is unusable for everybody, root included.
  await mkdir(join(profile, "history.db"));
  const { page } = await openApp();
  await runOnce(page);
  await expect(page.getByText("new runs are not kept")).toBeVisible();
  const history = new HistoryPage(page);
  await history.open();
  await expect(page.getByRole("alert").first()).toContainText(/history\.db|disk/);
  await expect(page.getByText("1 run could not be written down yet.")).toBeVisible();
});

test("a database that is damaged is set aside, told of, and a new one is used (DB-3)", async ({ openApp, profile }) => {
  test.slow();
  const first = await openApp();
  await runOnce(first.page);
  await expect(recorded(first.page, "1 run")).toBeVisible();
  await first.close();
  await writeFile(join(profile, "history.db"), "This was a database once. ".repeat(2_000));
  await Promise.all(["-wal", "-shm"].map((end) => rm(join(profile, `history.db${end}`), { force: true })));

  const { page } = await openApp();
  const history = new HistoryPage(page);
  await history.open();
  await expect(page.getByText(/It is kept as history\.corrupt-.*0 runs were saved from it/)).toBeVisible();
  expect((await readdir(profile)).filter((name) => name.startsWith("history.corrupt-"))).toHaveLength(1);
  await page.getByRole("navigation", { name: "Views" }).getByRole("button", { name: "Playground" }).click();
  await runAgain(page);
  await expect(recorded(page, "1 run")).toBeVisible();
});

test("a database of a newer version is shown and not changed by a byte (MIG-2)", async ({ openApp, profile }) => {
  test.slow();
  const path = join(profile, "history.db");
  const hash = async () =>
    createHash("sha256")
      .update(await readFile(path))
      .digest("hex");
  const first = await openApp();
  await runOnce(first.page);
  await expect(recorded(first.page, "1 run")).toBeVisible();
  await first.close();
  const database = new DatabaseSync(path);
  database.exec("PRAGMA user_version = 9999");
  database.close();
  const before = await hash();

  const second = await openApp();
  const history = new HistoryPage(second.page);
  await history.open();
  await expect(second.page.getByRole("alert")).toContainText("written by a newer Promptscope");
  await expect(history.rows).toHaveCount(1);
  await history.rows.first().click();
  await expect(history.run).toContainText("Hello from the fake provider.");
  await second.page.getByRole("navigation", { name: "Views" }).getByRole("button", { name: "Playground" }).click();
  await runAgain(second.page);
  await second.close();
  expect(await hash()).toBe(before);
});
