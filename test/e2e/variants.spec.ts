import { PlaygroundPage } from "./playground-page.ts";
import { expect, test } from "./servers.ts";

test.describe("one variant among several", () => {
  test.beforeEach(async ({ page }) => {
    const playground = new PlaygroundPage(page);
    await playground.openTestChat();
  });

  test("is stopped alone while another streams on to its end (a Stop that stops everything)", async ({
    page,
    provider,
  }) => {
    const playground = new PlaygroundPage(page);
    await playground.addVariant("B", "anthropic/claude-3-5-sonnet-20240620");
    const held = Promise.withResolvers<void>();
    provider.nextOf("openai", { kind: "hang", after: 3 });
    provider.nextOf("anthropic", { kind: "hold", after: 4, until: held.promise });
    await page.getByRole("button", { name: "Run all" }).click();
    const [a, b] = [playground.variantAt("A"), playground.variantAt("B")];
    await expect(a).toContainText("streaming");
    await expect(b).toContainText("streaming");
    await a.getByRole("button", { name: "Stop this variant" }).click();
    await expect(playground.outputOf("A")).toContainText(/Stopped after/);
    await expect(a.getByRole("button", { name: "Run this variant" })).toBeVisible();
    const stopped = provider.requests.find(({ path }) => path.startsWith("/v1/chat"));
    await stopped?.closed;
    await expect(b).toContainText("streaming");
    await expect(b.getByRole("button", { name: "Stop this variant" })).toBeVisible();
    await expect(page.getByRole("button", { name: /^Stop all/ })).toBeVisible();
    held.resolve();
    await expect(playground.outputOf("B")).toContainText("Hello from the fake provider.");
    await expect(b.getByRole("region", { name: "Figures of the run" })).toContainText("200");
    await expect(playground.outputOf("A")).not.toContainText("provider.");
  });

  test("repetitions that were stopped are told as stopped, in the inspector too (told as failed, in red)", async ({
    page,
    provider,
  }) => {
    const playground = new PlaygroundPage(page);
    await playground.repeat("5 times");
    // One for each call: stopping the first four lets the fifth out, which must not be answered under load.
    provider.next(...Array.from({ length: 5 }, () => ({ kind: "hang", after: 3 }) as const));
    await playground.run();
    await provider.request(3);
    await expect(playground.variant).toContainText("streaming");
    await page.keyboard.press("Escape");
    const repetitions = playground.variant.getByRole("region", { name: "Repetitions" });
    await expect(repetitions).toContainText("5 stopped");
    await expect(repetitions).not.toContainText("failed");
    const inspector = page.getByRole("region", { name: "Inspector" });
    await expect(inspector).toContainText("200 OK");
    await expect(inspector.getByText("stopped", { exact: true })).toBeVisible();
    await expect(inspector.getByText("failed", { exact: true })).toHaveCount(0);
  });
});
