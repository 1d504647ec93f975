import { faults } from "../fakes/langfuse/faults.ts";
import { PlaygroundPage } from "./playground-page.ts";
import { expect, test } from "./servers.ts";

/** Errors stand where the answer would be: what failed, at which stage, whose words, and what to do. */
test.describe("failures", () => {
  test.beforeEach(async ({ page }) => {
    const playground = new PlaygroundPage(page);
    await playground.openTestChat();
  });

  test("the provider's own words, status and request id are shown, and Retry works", async ({ page, provider }) => {
    const playground = new PlaygroundPage(page);
    provider.next({ kind: "status", status: 400, message: "Unsupported value: 'x' <b>not bold</b>" });
    await playground.run();
    const error = playground.variant.getByRole("alert");
    await expect(error).toContainText("Unsupported value: 'x' <b>not bold</b>");
    await expect(error).toContainText("400");
    await expect(error).toContainText("req_fake_1");
    await error.getByRole("button", { name: /retry/i }).click();
    await expect(playground.output).toContainText("Hello from the fake provider.");
  });

  test("a cut stream is not taken for an answer: partial text stays, marked", async ({ page, provider }) => {
    const playground = new PlaygroundPage(page);
    provider.next({ kind: "end_early", after: 3 });
    await playground.run();
    await expect(playground.output).toContainText("Hello");
    await expect(playground.variant.getByRole("alert")).toContainText(/ended without|cut/i);
  });

  test("a rate limit that asks for a long wait counts down instead of hammering", async ({ page, provider }) => {
    const playground = new PlaygroundPage(page);
    provider.next({ kind: "status", status: 429, headers: { "retry-after": "3600" }, message: "Slow down" });
    await playground.run();
    await expect(playground.variant.getByRole("alert")).toContainText("Slow down");
    await expect(playground.variant.getByRole("alert")).toContainText(/ready in 59 min/);
    expect(provider.requests).toHaveLength(1);
  });

  test("Langfuse refusing the keys says so in the library and leads to the settings", async ({ page, langfuse }) => {
    langfuse.fail(faults.unauthorized);
    await page.getByRole("region", { name: "Prompts" }).getByRole("button", { name: "Refresh" }).click();
    const library = page.getByRole("region", { name: "Prompts" });
    await expect(library.getByRole("alert")).toContainText(/refused the keys/i);
    await library.getByRole("button", { name: /settings/i }).click();
    await expect(page.getByRole("heading", { name: "Settings" })).toBeVisible();
  });
});
