import { mkdir } from "node:fs/promises";
import { join } from "node:path";
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
