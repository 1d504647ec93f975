import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { PlaygroundPage } from "./playground-page.ts";
import { expect, keys, test } from "./servers.ts";

const file = `name: explain
model: openai/gpt-4o-mini
messages:
  # who it is
  - role: system
    content: |-
      You explain things to curious adults.
      Short sentences.
  - role: user
    content: Explain {{topic}}.
testData:
  - topic: rain
`;

async function openLocal(page: Page): Promise<void> {
  await page.getByRole("button", { name: /Workspace/ }).click();
  await page.getByRole("menuitemcheckbox", { name: /^Local/ }).click();
}

/** A first start with one provider's key and nothing else. */
test.describe("with only a provider's key", () => {
  test.use({
    environment: async ({ provider }, use) =>
      use({ OPENAI_API_KEY: keys.openai, OPENAI_BASE_URL: provider.baseUrl("openai") }),
  });

  test("from the first click to a streamed answer and a file", async ({ page, profile, provider }) => {
    const playground = new PlaygroundPage(page);
    await expect(page.getByText(/Write a prompt, run it, and save it as a text file/)).toBeVisible();
    await expect(page.getByText("You are in the demo workspace")).toBeHidden();
    await page
      .getByRole("main")
      .getByRole("button", { name: /^New prompt , shortcut/ })
      .click();
    await expect(page.getByRole("textbox", { name: "Name of the prompt" })).toBeFocused();
    await page.keyboard.type("sky");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("textbox", { name: "Text of message 2" })).toBeFocused();
    await page.keyboard.type("Explain the sky.");
    await playground.chooseModel("gpt-4o");
    await page.keyboard.press("Control+Enter");
    await expect(playground.output).toContainText("Hello from the fake provider.");
    expect((await provider.request(0)).body).toContain("Explain the sky.");
    await page.keyboard.press("Control+s");
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /^Save file/ })
      .click();
    await page.getByRole("button", { name: "Done" }).click();
    expect(readFileSync(join(profile, "prompts", "sky.prompt.yml"), "utf8")).toContain("Explain the sky.");
  });
});

/** Prompts of a folder, from the list to the file on the disk and back. */
test.describe("local prompts", () => {
  test("a file is opened, edited, saved as one changed line, and a change by others shows at once", async ({
    openApp,
    profile,
    provider,
  }) => {
    const folder = join(profile, "prompts");
    mkdirSync(join(folder, "team"), { recursive: true });
    const path = join(folder, "team", "explain.prompt.yml");
    writeFileSync(path, file);
    const { page } = await openApp();
    await openLocal(page);
    await page.getByRole("treeitem", { name: /explain/ }).click();
    const playground = new PlaygroundPage(page);
    const text = page.getByRole("textbox", { name: "Text of message 1" });
    await expect(text).toContainText("curious adults");

    await text.click();
    await page.keyboard.press("Control+End");
    await page.keyboard.type(" No jargon.");
    await page.keyboard.press("Control+s");
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText("No jargon.");
    await dialog.getByRole("button", { name: /^Save/ }).click();
    await expect(dialog).toContainText("Saved");
    await dialog.getByRole("button", { name: "Done" }).click();
    expect(readFileSync(path, "utf8")).toBe(file.replace("Short sentences.", "Short sentences. No jargon."));

    await playground.fill("topic", "snow");
    await page.keyboard.press("Control+Enter");
    await expect(playground.outputOf("A")).toContainText("Hello from the fake provider.");
    expect((await provider.request(0)).body).toContain("Explain snow.");

    writeFileSync(path, readFileSync(path, "utf8").replace("curious adults", "children"));
    await expect(text).toContainText("to children");
    writeFileSync(join(folder, "new.txt"), "Hello {{name}}\n");
    await expect(page.getByRole("treeitem", { name: /new/ })).toBeVisible();
  });

  test("the folder is typed, looked at and confirmed", async ({ openApp, profile }) => {
    const own = join(profile, "mine");
    mkdirSync(own);
    writeFileSync(join(own, "a.txt"), "Hello {{name}}\n");
    const { page } = await openApp();
    await page.getByRole("button", { name: "Settings", exact: true }).click();
    const form = page.getByRole("form", { name: "Folder of local prompts" });
    const field = form.getByRole("textbox", { name: "Folder" });
    await field.fill(join(profile, "nowhere"));
    await form.getByRole("button", { name: "Look at it" }).click();
    await expect(page.getByText(/There is no folder/)).toBeVisible();
    await field.fill(own);
    await form.getByRole("button", { name: "Look at it" }).click();
    await expect(form).toContainText("1 prompt file");
    await form.getByRole("button", { name: "Use this folder" }).click();
    await expect(page.getByText("a folder of yours")).toBeVisible();
    await page.getByRole("button", { name: "Playground", exact: true }).click();
    await openLocal(page);
    await expect(page.getByRole("treeitem", { name: /^a/ })).toBeVisible();
  });
});
