import { faults } from "../fakes/langfuse/faults.ts";
import { PlaygroundPage } from "./playground-page.ts";
import { expect, test } from "./servers.ts";

/** Errors stand where the answer would be: what failed, at which stage, whose words, and what to do. */
test.describe("failures", () => {
  test("Langfuse refusing the keys says so in the library and leads to the settings", async ({ page, langfuse }) => {
    await new PlaygroundPage(page).openLangfuse();
    langfuse.fail(faults.unauthorized);
    await page.getByRole("region", { name: "Prompts" }).getByRole("button", { name: "Refresh" }).click();
    const library = page.getByRole("region", { name: "Prompts" });
    await expect(library.getByRole("alert")).toContainText(/refused the keys/i);
    await library.getByRole("button", { name: /settings/i }).click();
    await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  });
});
