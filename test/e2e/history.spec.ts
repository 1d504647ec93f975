import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { violations } from "./accessibility.ts";
import { root } from "./electron-binary.ts";
import { HistoryPage } from "./history-page.ts";
import { PlaygroundPage } from "./playground-page.ts";
import { asFile, savedFile } from "./saved-file.ts";
import { expect, test } from "./servers.ts";

/** Makes one run in the playground and waits for its end. */
async function runWith(page: Page, message: string): Promise<void> {
  const playground = new PlaygroundPage(page);
  await playground.fill("user_message", message);
  await playground.run();
  await expect(playground.output).toContainText("Hello from the fake provider.");
  await expect(playground.figures).toContainText("200");
}

test.describe("history", () => {
  test.beforeEach(async ({ page }) => {
    const playground = new PlaygroundPage(page);
    await playground.openLangfuse();
    await playground.openPrompt(/test-chat-prompt/);
    await playground.chooseModel("gpt-4o");
  });

  test("a run of the command line comes into the open list, with its request to read", async ({ page, variables }) => {
    const history = new HistoryPage(page);
    await history.open();
    await expect(page.getByRole("button", { name: /^0 runs recorded/ })).toBeVisible();
    const words = ["run", "test-chat-prompt", "--var", "user_message=from the shell", "--model", "gpt-4o"];
    const shell = spawn(process.execPath, [join(root, "out/cli/main.js"), ...words], {
      env: variables,
      stdio: "ignore",
    });
    expect(await once(shell, "exit")).toEqual([0, null]);
    await expect(history.rows).toHaveCount(1);
    await history.rows.first().click();
    await expect(history.run.getByRole("region", { name: "Inspector" })).toContainText("from the shell");
  });

  test("runs are found by any word of them, read as they were and opened again", async ({ page }) => {
    const history = new HistoryPage(page);
    await runWith(page, "about wombats");
    await runWith(page, "about quokkas");
    await expect(page.getByRole("button", { name: /2 runs recorded/ })).toBeVisible();
    await history.open();
    await expect(history.rows).toHaveCount(2);
    await history.search.fill("womb");
    await expect(history.rows).toHaveCount(1);
    await history.rows.first().click();
    await expect(history.run).toContainText("Hello from the fake provider.");
    await expect(history.run.getByRole("region", { name: "Inspector" })).toContainText("exactly as sent");
    expect(await violations(page)).toEqual([]);

    await history.run.getByRole("button", { name: "Open in the playground" }).click();
    await expect(page.getByRole("textbox", { name: "user_message", exact: true })).toHaveValue("about wombats");
    await expect(new PlaygroundPage(page).output).toContainText("Hello from the fake provider.");
  });

  test("two runs are compared: what was sent and what came back", async ({ page, provider }) => {
    const history = new HistoryPage(page);
    provider.next({ kind: "answer", answer: { text: "One short answer." } });
    const playground = new PlaygroundPage(page);
    await playground.fill("user_message", "first");
    await playground.run();
    await expect(playground.output).toContainText("One short answer.");
    await runWith(page, "second");
    await history.open();
    await history.rows.nth(1).click();
    await history.rows.first().click({ modifiers: ["Control"] });
    const comparison = page.getByRole("region", { name: "Comparison of two runs" });
    await expect(comparison).toContainText("Differs in message 2");
    await expect(comparison).toContainText("$.messages[1].content");
    await comparison.getByRole("tab", { name: "Outputs" }).click();
    await expect(comparison.getByRole("region", { name: "Difference of the answers" })).toContainText("Hello");
    expect(await violations(page)).toEqual([]);
  });

  test("a run is made again, and replayed without the network, marked as replayed", async ({ page, provider }) => {
    const history = new HistoryPage(page);
    await runWith(page, "again");
    await history.open();
    await history.rows.first().click();
    await history.run.getByRole("button", { name: "Run again" }).click();
    await expect(history.rows).toHaveCount(2);
    expect((await provider.request(1)).body).toBe((await provider.request(0)).body);

    await expect(history.run).toContainText("Hello from the fake provider.");
    await history.run.getByRole("button", { name: "Replay" }).click();
    await page.getByRole("menuitem", { name: "Replay frame by frame" }).click();
    const live = page.getByRole("region", { name: "Run under way" });
    await expect(live).toContainText(/Frame 0 of \d+ · 0 ms/);
    await live.getByRole("button", { name: "Next frame" }).click();
    await live.getByRole("button", { name: "Next frame" }).click();
    await expect(live).toContainText(/Frame 2 of \d+ · \d+ ms/);
    await expect(live).toContainText("Hello");
    await expect(live).not.toContainText("provider.");
    await expect(live).toContainText("replayed");
    await live.getByRole("button", { name: "To the end" }).click();
    await expect(history.run).toContainText("Replayed from a cassette");
    await expect(history.run).toContainText("Hello from the fake provider.");
    await expect(history.rows.first()).toContainText("replayed");
    expect(provider.requests).toHaveLength(2);
  });

  test("a body is edited by hand in a kept run and sent again as it is", async ({ page, provider }) => {
    const history = new HistoryPage(page);
    await runWith(page, "to be edited");
    await history.open();
    await history.rows.first().click();
    await history.run.getByRole("button", { name: "Edit the body and send it again" }).click();
    const edited = '{"model":"gpt-4o","messages":[{"role":"user","content":"by hand"}],"stream":false}';
    await history.run.getByRole("textbox", { name: "Body to send" }).fill(edited);
    await history.run.getByRole("button", { name: /^Send/ }).click();
    expect((await provider.request(1)).body).toBe(edited);
    await expect(history.rows).toHaveCount(2);
    await expect(history.run).toContainText("hand-edited");
  });

  test("runs leave as a file and come back equal; a cassette plays from its file", { tag: "@desktop" }, async ({
    page,
    provider,
    host,
  }) => {
    const history = new HistoryPage(page);
    await runWith(page, "to be taken along");
    await history.open();
    await history.rows.first().click();

    const exported = await savedFile(page, host, async () => {
      await page.getByRole("button", { name: "Export runs" }).click();
      await page.getByRole("menuitem", { name: /^JSON/ }).click();
    });
    expect(exported).toContain("to be taken along");
    const cassette = await savedFile(page, host, async () => {
      await history.run.getByRole("button", { name: "Replay" }).click();
      await page.getByRole("menuitem", { name: /Save as a cassette/ }).click();
    });

    await page.getByLabel("File with exported runs").setInputFiles(asFile(exported));
    await expect(page.getByText(/0 runs added. 1 were here already/)).toBeVisible();
    await page.getByLabel("Cassette file").setInputFiles(asFile(cassette));
    await expect(history.rows).toHaveCount(2);
    await expect(history.run).toContainText("Replayed from a cassette");
    expect(provider.requests).toHaveLength(1);
  });
});

test("rating, note and pin are kept over a restart; a deleted run comes back by undo", async ({ openApp }) => {
  const first = await openApp();
  const playground = new PlaygroundPage(first.page);
  await playground.openLangfuse();
  await playground.openPrompt(/test-chat-prompt/);
  await playground.chooseModel("gpt-4o");
  await runWith(first.page, "to be rated");
  const before = new HistoryPage(first.page);
  await before.open();
  await before.rows.first().click();
  await before.run.getByRole("button", { name: "4 of 5" }).click();
  await before.run.getByRole("textbox", { name: "Note" }).fill("worth keeping");
  await before.run.getByRole("textbox", { name: "Note" }).press("Enter");
  await before.run.getByRole("button", { name: /^Pin/ }).click();
  await expect(before.rows.first().getByRole("img", { name: "pinned" })).toBeVisible();
  await first.close();

  const { page } = await openApp();
  const history = new HistoryPage(page);
  await history.open();
  await page.getByRole("combobox", { name: "Rating" }).selectOption({ label: "4 stars or more" });
  await expect(history.rows).toHaveCount(1);
  await history.rows.first().click();
  await expect(history.run.getByRole("textbox", { name: "Note" })).toHaveValue("worth keeping");
  await expect(history.run.getByRole("button", { name: "4 of 5" })).toHaveAttribute("aria-pressed", "true");
  await page.getByRole("combobox", { name: "Rating" }).selectOption({ label: "5 stars" });
  await expect(page.getByText("No run matches.")).toBeVisible();
  await page.getByRole("button", { name: "Clear search and filters" }).click();

  await history.rows.first().click();
  await history.run.getByRole("button", { name: "Delete this run" }).click();
  await expect(page.getByText("1 run deleted.")).toBeVisible();
  await expect(history.rows).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(history.rows).toHaveCount(1);
});
