import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PlaygroundPage } from "./playground-page.ts";
import { savedDraft } from "./saved-draft.ts";
import { expect, test } from "./servers.ts";

const curl = `curl https://api.openai.com/v1/chat/completions \\
  -H "Authorization: Bearer sk-canary-0123456789abcdefghij" \\
  -H 'Content-Type: application/json' \\
  -d '{"model": "gpt-4o", "temperature": 0.4, "stream": true, "messages": [
    {"role": "system", "content": "You are terse."},
    {"role": "user", "content": [{"type": "text", "text": "Greet {{name}}."}, {"type": "image_url", "image_url": {"url": "https://x/y.png"}}]}
  ]}'`;

/** A prompt that no library has yet is one at once: open, edited, run, kept over a kill, saved as version 1. */
test.describe("a new prompt", () => {
  test("out of a pasted curl command: what is not taken is named, it runs, survives a kill, and is saved", async ({
    openApp,
    profile,
    langfuse,
    provider,
  }) => {
    const first = await openApp();
    const { page } = first;
    const playground = new PlaygroundPage(page);
    await playground.openLangfuse();
    await page.getByRole("button", { name: "More for prompts" }).click();
    await page.getByRole("menuitem", { name: "New prompt from a copied request…" }).click();
    const dialog = page.getByRole("dialog", { name: "New prompt" });
    await dialog.getByRole("textbox", { name: "Request" }).fill(curl);
    const preview = dialog.getByRole("region", { name: "What it will be" });
    await expect(preview).toContainText("curl command · OpenAI chat completion");
    await expect(preview).toContainText("2 headers: keys and other headers are never kept");
    await expect(preview).toContainText("a picture is not taken");
    await expect(preview).not.toContainText("sk-canary");

    const name = dialog.getByRole("textbox", { name: "Name" });
    await name.fill("bad|name");
    await expect(dialog.getByText("A name cannot contain “|”.")).toBeVisible();
    await expect(dialog.getByRole("button", { name: "Create" })).toBeDisabled();
    await name.fill("test-chat-prompt");
    await expect(dialog.getByText("There is a prompt of this name already.")).toBeVisible();
    await name.fill("support/greeting");
    await expect(dialog.getByText("There is a prompt of this name already.")).not.toBeVisible();
    await page.keyboard.press("Control+Enter");

    const bar = page.getByRole("region", { name: "Edit", exact: true });
    await expect(bar).toContainText("new · not saved");
    await expect(page.getByRole("treeitem", { name: /greeting/ })).toContainText("not saved");
    await expect(page.getByRole("textbox", { name: "Text of message 1" })).toContainText("You are terse.");
    await savedDraft(profile, ({ openPrompt }) => openPrompt?.name === "support/greeting");
    await first.kill();
    const stored = readdirSync(join(profile, "edits")).map((file) =>
      readFileSync(join(profile, "edits", file), "utf8"),
    );
    expect(stored.join()).toContain("You are terse.");
    expect(stored.join()).not.toContain("sk-canary");

    const second = await openApp();
    const again = second.page.getByRole("region", { name: "Edit", exact: true });
    await expect(again).toContainText("new · not saved");
    await new PlaygroundPage(second.page).fill("name", "Ada");
    await second.page.keyboard.press("Control+Enter");
    await expect(new PlaygroundPage(second.page).output).toContainText("Hello from the fake provider.");
    const { body } = await provider.request(0);
    expect(JSON.parse(body)).toMatchObject({
      model: "gpt-4o",
      temperature: 0.4,
      messages: [
        { role: "system", content: "You are terse." },
        { role: "user", content: "Greet Ada." },
      ],
    });
    await second.page.keyboard.press("Control+s");
    const save = second.page.getByRole("dialog");
    await expect(save).toContainText("This prompt is not there yet: all of it is new.");
    await save.getByRole("button", { name: /^Save/ }).click();
    await expect(second.page.getByRole("dialog", { name: "Saved" })).toBeVisible();
    await second.page.getByRole("button", { name: "Done" }).click();
    await expect(again).not.toBeVisible();
    await expect(second.page.getByRole("treeitem", { name: /greeting/ })).toContainText("v1");
    expect(langfuse.prompts.of("support/greeting")).toMatchObject([
      { version: 1, config: { model: "gpt-4o", temperature: 0.4 } },
    ]);
  });

  test("from nothing by key, thrown away and brought back; pasted anywhere", async ({ page, profile }) => {
    const playground = new PlaygroundPage(page);
    await playground.openLangfuse();
    await page.keyboard.press("Alt+n");
    const dialog = page.getByRole("dialog", { name: "New prompt" });
    const name = page.getByRole("textbox", { name: "Name of the prompt" });
    await expect(name).toBeFocused();
    await expect(name).toHaveValue("untitled");
    await page.keyboard.press("Enter");
    const bar = page.getByRole("region", { name: "Edit", exact: true });
    await expect(bar).toContainText("new · not saved");
    await expect(page.getByRole("textbox", { name: "Text of message 2" })).toBeFocused();
    await page.keyboard.type("Hello {{who}}");
    await bar.getByRole("button", { name: "Discard" }).click();
    await expect(page.getByText("“untitled” was discarded.")).toBeVisible();
    await expect(page.getByRole("treeitem", { name: /untitled/ })).not.toBeVisible();
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(page.getByRole("textbox", { name: "Text of message 2" })).toContainText("Hello {{who}}");
    expect(existsSync(join(profile, "edits"))).toBe(true);

    await page.getByRole("tree").focus();
    await page.evaluate((text) => {
      const data = new DataTransfer();
      data.setData("text/plain", text);
      document.body.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
      );
    }, curl);
    await expect(dialog.getByRole("region", { name: "What it will be" })).toContainText("You are terse.");
    await expect(dialog.getByRole("textbox", { name: "Name" })).toHaveValue("untitled-2");
  });
});
