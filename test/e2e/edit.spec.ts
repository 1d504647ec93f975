import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { HistoryPage } from "./history-page.ts";
import { PlaygroundPage } from "./playground-page.ts";
import { savedDraft } from "./saved-draft.ts";
import { expect, test } from "./servers.ts";

/**
 * Waits until an edit with these words is on the disk: what a kill finds must not depend on how quick the machine is. A
 * file that is still being written has another ending; before it has its name, a kill finds the text before.
 */
async function savedEdit(profile: string, words: string): Promise<void> {
  const folder = join(profile, "edits");
  await expect
    .poll(() =>
      (existsSync(folder) ? readdirSync(folder) : [])
        .filter((name) => name.endsWith(".json"))
        .some((name) => readFileSync(join(folder, name), "utf8").includes(words)),
    )
    .toBe(true);
}

/** A prompt is edited where it is read, run beside the version it was made from, and is there after a kill. */
test.describe("an edit of a prompt", () => {
  test("is run beside its version, byte for byte as shown, and is back after a kill", async ({
    openApp,
    provider,
    profile,
  }) => {
    const first = await openApp();
    const playground = new PlaygroundPage(first.page);
    await playground.openTestChat("hello");
    const text = first.page.getByRole("textbox", { name: "Text of message 1" });
    await text.click();
    await first.page.keyboard.press("Control+End");
    await first.page.keyboard.type(" Answer in {{language}}.\nBe brief.");
    const bar = first.page.getByRole("region", { name: "Edit", exact: true });
    await expect(bar).toContainText("edited · not saved");
    await expect(bar).toContainText("+2 −1");
    await playground.showAsSent();
    await expect(playground.messages).toContainText("Answer in {{language}}");
    await playground.showTemplate();

    await savedDraft(profile, ({ openPrompt }) => openPrompt?.name === "test-chat-prompt");
    await savedEdit(profile, "Be brief.");
    await first.kill();
    const second = await openApp();
    const after = new PlaygroundPage(second.page);
    const again = second.page.getByRole("region", { name: "Edit", exact: true });
    await expect(again).toContainText("+2 −1");
    await expect(second.page.getByRole("textbox", { name: "language", exact: true })).toBeVisible();
    await after.fill("language", "Turkish");
    await again.getByRole("button", { name: /^Run v1 beside/ }).click();
    await expect(after.variantAt("B")).toContainText("v1");
    await second.page.getByRole("button", { name: "Run all" }).click();
    await expect(after.outputOf("A")).toContainText("Hello from the fake provider.");
    await expect(after.outputOf("B")).toContainText("Hello from the fake provider.");
    const sent = [await provider.request(0), await provider.request(1)].map((request) => request.body);
    expect(sent.filter((body) => body.includes("Answer in Turkish.\\nBe brief."))).toHaveLength(1);
  });

  test("becomes a version, production moves with it, and somebody else's version is not overwritten", async ({
    page,
    langfuse,
  }) => {
    const playground = new PlaygroundPage(page);
    await playground.openTestChat("hello");
    await page.getByRole("textbox", { name: "Text of message 1" }).click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type(" Be brief.");
    await page.keyboard.press("Control+s");
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText("v1 is still the newest version");
    await dialog.getByRole("textbox", { name: "Message" }).fill("Shorter answers");
    await dialog.getByRole("checkbox", { name: /^production/ }).check();
    await page.keyboard.press("Control+Enter");
    await expect(dialog).toContainText("Saved as v2");
    await expect(dialog).toContainText("production moved here from v1");
    await dialog.getByRole("button", { name: "Done" }).click();
    await expect(page.getByRole("region", { name: "Edit", exact: true })).not.toBeVisible();
    await expect(page.getByRole("button", { name: "Version v2" })).toBeVisible();

    await page.getByRole("textbox", { name: "Text of message 1" }).click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type(" And kind.");
    // They chose a model; both changed the first message.
    const theirs = {
      name: "test-chat-prompt",
      type: "chat",
      prompt: [
        { role: "system", content: "Theirs." },
        { role: "user", content: "{{user_message}}" },
      ],
      config: { model: "gpt-4o" },
      commitMessage: "Another voice",
    };
    const authorization = `Basic ${btoa(`${langfuse.publicKey}:${langfuse.secretKey}`)}`;
    const made = await fetch(`${langfuse.url}/api/public/v2/prompts`, {
      method: "POST",
      headers: { authorization, "content-type": "application/json" },
      body: JSON.stringify(theirs),
    });
    expect(made.status).toBe(201);
    await page.keyboard.press("Control+s");
    await expect(dialog).toContainText("Somebody saved v3 since this edit began");
    await page.keyboard.press("Control+Enter");
    await expect(dialog).toContainText("Somebody saved v3 while you were editing");
    const conflict = dialog.getByRole("region", { name: "Conflict" });
    await expect(conflict).toContainText("Another voice");
    await expect(conflict).toContainText("Nothing has been saved or overwritten.");
    const merge = dialog.getByRole("button", { name: /^Save the merge as v4/ });
    await expect(merge).toBeDisabled();
    await conflict.getByRole("group", { name: "Goes in at system, message 1, line 1" }).getByLabel("Mine").check();
    await expect(conflict.getByRole("region", { name: "Result" })).toContainText("And kind.");
    await merge.click();
    await expect(dialog).toContainText("Saved as v4");
    const stored = langfuse.prompts.find("test-chat-prompt", { version: 4 });
    expect(JSON.stringify(stored?.prompt)).toContain("Be brief. And kind.");
    expect(stored?.config).toMatchObject({ model: "gpt-4o" });

    // What was sent for it is in the inspector, the key masked.
    await dialog.getByRole("button", { name: /^Show the \d+ requests/ }).click();
    const inspector = page.getByRole("region", { name: "Inspector" });
    await expect(inspector).toContainText("POST /api/public/v2/prompts");
    await expect(inspector.getByRole("region", { name: "Request of the chosen exchange" })).toContainText("And kind.");
    await expect(inspector).not.toContainText(langfuse.secretKey);
    await expect(page.getByRole("textbox", { name: "Text of message 1" })).toContainText("Be brief. And kind.");
  });

  test("typed with an input method is back after a kill, compared in the whole window, and comes back from a run of it", {
    tag: "@desktop",
  }, async ({ openApp, profile }) => {
    const first = await openApp();
    await new PlaygroundPage(first.page).openTestChat("hello");
    const typed = first.page.getByRole("textbox", { name: "Text of message 1" });
    await typed.click();
    await first.page.keyboard.press("Control+End");
    const session = await first.page.context().newCDPSession(first.page);
    for (const composed of ["n", "に", "にほ", "にほん"]) {
      await session.send("Input.imeSetComposition", {
        text: composed,
        selectionStart: composed.length,
        selectionEnd: composed.length,
      });
    }
    await session.send("Input.insertText", { text: "日本" });
    await expect(typed).toHaveText(/assistant\.日本$/);
    await first.page.keyboard.type("語 {{us");
    await first.page.getByRole("option", { name: /user_message/ }).click();
    await expect(typed).toHaveText(/日本語 \{\{user_message\}\}$/);
    await savedDraft(
      profile,
      ({ openPrompt, variants }) => openPrompt?.name === "test-chat-prompt" && variants[0]?.modelOverride === "gpt-4o",
    );
    await savedEdit(profile, "日本語 {{user_message}}");
    await first.kill();

    const { page } = await openApp();
    const playground = new PlaygroundPage(page);
    const text = page.getByRole("textbox", { name: "Text of message 1" });
    await expect(text).toHaveText(/日本語 \{\{user_message\}\}$/);
    await page.getByRole("button", { name: /^Compare the edit with v1/ }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByRole("textbox", { name: "Messages of the edit" })).toContainText("日本語");
    await expect(dialog.getByRole("region", { name: "Config" })).toContainText("the same");
    await dialog.getByRole("radio", { name: "Inline" }).click();
    await expect(dialog.getByRole("textbox", { name: /^Messages of v1 and Messages of the edit$/ })).toContainText(
      "日本語",
    );
    await page.keyboard.press("Escape");

    await page.keyboard.press("Control+Enter");
    await expect(playground.output).toContainText("Hello from the fake provider.");
    const bar = page.getByRole("region", { name: "Edit", exact: true });
    await bar.getByRole("button", { name: "Discard" }).click();
    await expect(text).not.toContainText("日本");
    const history = new HistoryPage(page);
    await history.open();
    await history.rows.first().click();
    await expect(history.run).toContainText("edited, not saved");
    await history.run.getByRole("button", { name: "Edit this prompt" }).click();
    await expect(text).toContainText("日本語 {{user_message}}");
    await expect(bar).toContainText("against v1");
  });
});
