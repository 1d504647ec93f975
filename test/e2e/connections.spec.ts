import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { startFakeLangfuse } from "../fakes/langfuse/fake-langfuse.ts";
import { PlaygroundPage } from "./playground-page.ts";
import { savedDraft } from "./saved-draft.ts";
import { test as base, expect } from "./servers.ts";

/** Two projects of one server that both have `greet`, with another text, other variables and other versions. */
const second = { publicKey: "pk-lf-two-0002", secretKey: "sk-lf-two-canary-0002" };
const config = { model: "gpt-4o" };
const test = base.extend({
  langfuse: async ({ host: _ }, use) => {
    const server = await startFakeLangfuse({
      prompts: [{ name: "greet", prompt: "Hello {{name}} of one.", labels: ["production"], config }],
      projects: [
        {
          id: "proj-two",
          name: "Second Project",
          ...second,
          prompts: [
            { name: "greet", prompt: "Old.", config },
            { name: "greet", prompt: "Good day {{name}} of two.", labels: ["production"], config },
          ],
        },
      ],
    });
    await use(server);
    await server.close();
  },
});

const editBar = (page: Page) => page.getByRole("region", { name: "Edit", exact: true });
const text = (page: Page) => page.getByRole("textbox", { name: "Text of the prompt" });

async function switchTo(page: Page, project: string): Promise<void> {
  await page.getByRole("button", { name: /^Workspace/ }).click();
  await page.getByRole("menuitemcheckbox", { name: project }).click();
  await expect(page.getByRole("button", { name: /^Workspace/ })).toContainText(project);
}

test("two projects with prompts of one name share nothing: texts, edits, values, inputs, versions, history", async ({
  openApp,
  langfuse,
  profile,
}) => {
  const app = await openApp();
  const { page } = app;
  const playground = new PlaygroundPage(page);
  await switchTo(page, "Test Project");
  await playground.openPrompt(/greet/);
  await playground.fill("name", "Ada");
  const panel = page.getByRole("region", { name: "Prompt", exact: true });
  await panel.getByRole("tab", { name: /^(Template|Messages)/ }).click();
  await text(page).click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" Mine of one.");
  await expect(editBar(page)).toContainText("edited · not saved");
  await page.keyboard.press("Control+Enter");
  await expect(playground.output).toContainText("Hello from the fake provider.");

  // The second one is tried, and only then kept.
  await page.getByRole("button", { name: /^Workspace/ }).click();
  await page.getByRole("menuitem", { name: /connections/ }).click();
  const card = page.getByRole("region", { name: "Langfuse" });
  await card.getByRole("button", { name: "Add a connection" }).click();
  const form = card.getByRole("form", { name: "New connection" });
  await form.getByRole("textbox", { name: "Host" }).fill(langfuse.url);
  await form.getByRole("textbox", { name: "Public key" }).fill(second.publicKey);
  await form.getByLabel("Secret key").fill(second.secretKey);
  // It is to be there after a restart.
  await form.getByLabel("Keep the key").selectOption("file");
  await form.getByRole("button", { name: "Test connection" }).click();
  await expect(form).toContainText("Second Project");
  await expect(form).toContainText("1 prompt, read and write");
  await form.getByRole("button", { name: "Test and save" }).click();
  await expect(page.getByRole("button", { name: /^Workspace/ })).toContainText("Second Project");
  await expect(page.locator("body")).not.toContainText(second.secretKey);

  await page.getByRole("button", { name: "Playground" }).click();
  await playground.openPrompt(/greet/);
  await expect(text(page)).toContainText("Good day");
  await expect(text(page)).not.toContainText("of one");
  await expect(editBar(page)).not.toBeVisible();
  await expect(page.getByRole("button", { name: "Version v2" })).toBeVisible();
  await expect(page.getByRole("textbox", { name: "name", exact: true })).toHaveValue("");
  await expect(playground.output).not.toContainText("Hello from the fake provider.");
  await playground.fill("name", "Grace");
  await page.keyboard.press("Control+Enter");
  await expect(playground.output).toContainText("Hello from the fake provider.");

  await switchTo(page, "Test Project");
  await playground.openPrompt(/greet/);
  await expect(text(page)).toContainText("Hello {{name}} of one. Mine of one.");
  await expect(page.getByRole("textbox", { name: "name", exact: true })).toHaveValue("Ada");
  await expect(editBar(page)).toContainText("edited · not saved");
  await expect(page.getByRole("button", { name: "Version v1" })).toBeVisible();

  // A restart keeps both, and the one that was open.
  await switchTo(page, "Second Project");
  await playground.openPrompt(/greet/);
  await expect(page.getByRole("textbox", { name: "name", exact: true })).toHaveValue("Grace");
  // The draft is written a moment after the switch.
  const { connection } = JSON.parse(readFileSync(join(profile, "settings.json"), "utf8"));
  await savedDraft(profile, ({ openPrompt }) => openPrompt?.connection === connection);
  await app.close();
  const again = await openApp();
  await expect(again.page.getByRole("button", { name: /^Workspace/ })).toContainText("Second Project");
  await expect(again.page.getByRole("textbox", { name: "name", exact: true })).toHaveValue("Grace");
  await switchTo(again.page, "Test Project");
  await new PlaygroundPage(again.page).openPrompt(/greet/);
  await expect(again.page.getByRole("textbox", { name: "name", exact: true })).toHaveValue("Ada");
  await again.page.getByRole("button", { name: "History" }).click();
  const runs = again.page.getByRole("listbox", { name: "Runs" }).getByRole("option");
  await expect(runs).toHaveCount(2);
  await again.page.getByRole("combobox", { name: "Prompt" }).selectOption("greet (Second Project)");
  await expect(runs).toHaveCount(1);
  await expect(runs).toContainText("greet v2");
});
