import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PlaygroundPage } from "./playground-page.ts";
import { expect, test } from "./servers.ts";

/** Somebody with a provider's key only: a prompt from nothing to an answer and a file, and from there into a project. */
test("a local prompt from nothing: run, saved as a file, copied into a project and back out as an export", async ({
  page,
  profile,
  langfuse,
}) => {
  const playground = new PlaygroundPage(page);
  await playground.openLangfuse();
  await page.keyboard.press("Alt+n");
  await expect(page.getByRole("textbox", { name: "Name of the prompt" })).toHaveValue("untitled");
  const bar = page.getByRole("region", { name: "Edit", exact: true });
  await expect(bar).toContainText("new · not saved");
  await expect(page.getByRole("treeitem", { name: /untitled/ })).toContainText("not saved");
  await page.getByRole("textbox", { name: "Text of message 2" }).click();
  await page.keyboard.type("Explain the sky.");
  await playground.chooseModel("gpt-4o");
  await page.keyboard.press("Control+Enter");
  await expect(playground.output).toContainText("Hello from the fake provider.");
  await page.keyboard.press("Control+s");
  const save = page.getByRole("dialog", { name: "Save the new prompt" });
  await expect(save.getByRole("textbox", { name: "Name" })).toBeFocused();
  const local = await save.getByRole("option", { name: /^Local/ }).getAttribute("value");
  await save.getByRole("combobox", { name: "Saved to" }).selectOption(local);
  await save.getByRole("textbox", { name: "Name" }).fill("explain");
  await save.getByRole("button", { name: /^Save file/ }).click();
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("treeitem", { name: /untitled/ })).not.toBeVisible();
  await expect(bar).not.toBeVisible();
  expect(readFileSync(join(profile, "prompts", "explain.prompt.yml"), "utf8")).toContain("Explain the sky.");

  await page.getByRole("treeitem", { name: /explain/ }).click({ button: "right" });
  await page.getByRole("menuitem", { name: /^Copy or move/ }).click();
  const copy = page.getByRole("dialog", { name: "Copy explain" });
  await expect(copy.getByText("All of it is kept there.")).toBeVisible();
  await expect(copy.getByRole("checkbox", { name: /delete its file from Local/ })).not.toBeChecked();
  await copy.getByRole("button", { name: "Copy", exact: true }).click();
  await expect(page.getByText("1 version written.")).toBeVisible();
  await page.getByRole("button", { name: "Done" }).click();
  expect(langfuse.prompts.of("explain")).toMatchObject([{ version: 1, type: "chat" }]);

  await playground.openLangfuse();
  await page.getByRole("button", { name: "More for prompts" }).click();
  await page.getByRole("menuitem", { name: "Export all prompts…" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("dialog").getByRole("button", { name: "Export" }).click();
  const file = await (await download).path();
  const { prompts } = JSON.parse(readFileSync(file, "utf8")) as { prompts: { name: string }[] };
  expect(prompts.map(({ name }) => name)).toContain("explain");

  await page.getByRole("button", { name: "More for prompts" }).click();
  await page.getByRole("menuitem", { name: "Import prompts…" }).click();
  const bulk = page.getByRole("dialog", { name: "Import prompts" });
  await bulk.locator("input[type=file]").setInputFiles(file);
  await bulk.getByRole("button", { name: "Import" }).click();
  await expect(bulk.getByText("was there already, all of it").first()).toBeVisible();
});

test("a prompt is moved only when its name was typed, and is gone from where it was", async ({ page, langfuse }) => {
  await new PlaygroundPage(page).openLangfuse();
  await page.getByRole("treeitem", { name: /movie-critic/ }).click({ button: "right" });
  await page.getByRole("menuitem", { name: /^Copy or move/ }).click();
  const copy = page.getByRole("dialog", { name: "Copy movie-critic" });
  await copy.getByRole("checkbox", { name: /^Move/ }).check();
  await expect(copy.getByText(/There are no labels there/)).toBeVisible();
  const go = copy.getByRole("button", { name: "Copy, then delete the original" });
  await expect(go).toBeDisabled();
  await copy.getByRole("textbox", { name: /to confirm/ }).fill("movie-critic");
  await go.click();
  await expect(page.getByText(/The original is deleted/)).toBeVisible();
  expect(langfuse.prompts.of("movie-critic")).toHaveLength(0);
});
