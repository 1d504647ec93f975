import { PlaygroundPage } from "./playground-page.ts";
import { savedDraft } from "./saved-draft.ts";
import { expect, test } from "./servers.ts";

/** What a person would hate to type again survives a restart and a kill (DRA-1). */
test.describe("drafts", () => {
  for (const end of ["close", "kill"] as const) {
    // What a kill leaves is the engine's; how the app is closed is the host's.
    test(`open prompt, values, model and parameters are back after a ${end}`, {
      tag: end === "close" ? "@desktop" : [],
    }, async ({ openApp, profile }) => {
      const first = await openApp();
      const before = new PlaygroundPage(first.page);
      await before.openLangfuse();
      await before.openPrompt(/movie-critic/);
      await before.fill("movie", "Dune 2");
      await before.chooseModel("gpt-4o");
      await before.variant.getByRole("button", { name: "Parameters" }).click();
      await first.page.getByRole("switch", { name: /temperature/i }).click();
      await first.page.keyboard.press("Escape");
      await expect(before.variant).toContainText("temp");
      await before.showAsSent();
      await expect(before.messages).toContainText("Dune 2");
      await savedDraft(profile, ({ variants: [variant], values }) => {
        const isSet = variant?.modelOverride?.includes("gpt-4o") && variant.parameters["temperature"]?.on;
        return isSet === true && JSON.stringify(values).includes("Dune 2");
      });
      await first[end]();

      const second = await openApp();
      const after = new PlaygroundPage(second.page);
      await expect(second.page.getByRole("textbox", { name: "movie", exact: true })).toHaveValue("Dune 2");
      await expect(after.variant.getByRole("button", { name: /^Model/ })).toContainText("gpt-4o");
      await expect(after.variant).toContainText("temp");
      await expect(second.page.getByRole("treeitem", { name: /movie-critic/ })).toHaveAttribute(
        "aria-selected",
        "true",
      );
    });
  }

  test("values stay when the version changes", async ({ page }) => {
    const playground = new PlaygroundPage(page);
    await playground.openLangfuse();
    await playground.openPrompt(/reply draft/);
    await playground.fill("tone", "warm");
    await playground.showAsSent();
    await expect(playground.messages).toContainText("New warm");
    await page.getByRole("button", { name: /^Version/ }).click();
    await page.getByRole("menu").getByText("v1", { exact: false }).first().click();
    await expect(playground.messages).toContainText("Old warm");
    await expect(page.getByRole("textbox", { name: "tone", exact: true })).toHaveValue("warm");
  });
});
