import type { Locator, Page } from "@playwright/test";
import { PlaygroundPage } from "./playground-page.ts";
import { expect, test } from "./servers.ts";

/** The temperature of a variant, with its popover open. */
async function openTemperature(page: Page, variant: Locator): Promise<Locator> {
  await variant.getByRole("button", { name: /^Parameters/ }).click();
  return page.getByRole("textbox", { name: "temperature", exact: true });
}

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

  test("is duplicated beside itself, sends the same, and is changed without the other", async ({ page, provider }) => {
    const playground = new PlaygroundPage(page);
    const temperature = await openTemperature(page, playground.variantAt("A"));
    await temperature.fill("0.25");
    await page.keyboard.press("Escape");
    await playground.addVariant("B", "gpt-4o-mini");
    await playground.variantAt("A").getByRole("button", { name: "Duplicate this variant" }).click();
    await expect(playground.variantAt("B")).toBeFocused();
    await expect(playground.variantAt("B").getByRole("button", { name: /^Model/ })).toHaveText(/gpt-4o$/);
    await expect(playground.variantAt("C").getByRole("button", { name: /^Model/ })).toContainText("gpt-4o-mini");
    await playground.variantAt("A").getByRole("button", { name: "Run this variant" }).click();
    await expect(playground.outputOf("A")).toContainText("Hello from the fake provider.");
    await playground.variantAt("B").getByRole("button", { name: "Run this variant" }).click();
    await expect(playground.outputOf("B")).toContainText("Hello from the fake provider.");
    const [first, second] = [await provider.request(0), await provider.request(1)];
    expect(first.json()).toMatchObject({ model: "gpt-4o", temperature: 0.25 });
    expect(second.body).toBe(first.body);

    await playground.chooseModel("gpt-4.1", "B");
    await expect(playground.variantAt("A").getByRole("button", { name: /^Model/ })).toHaveText(/gpt-4o$/);
  });

  test("shares its parameters with all while they are linked, and keeps its own when they no longer are", async ({
    page,
    provider,
  }) => {
    const playground = new PlaygroundPage(page);
    await playground.addVariant("B", "gpt-4o-mini");
    await playground.addVariant("C", "azure/my-deployment");
    await playground.more("A", /^Link parameters/);
    await (await openTemperature(page, playground.variantAt("B"))).fill("0.7");
    await page.keyboard.press("Escape");
    for (const letter of ["A", "B", "C"]) {
      await expect(await openTemperature(page, playground.variantAt(letter))).toHaveValue("0.7");
      await page.keyboard.press("Escape");
      await expect(playground.variantAt(letter)).toContainText("temp 0.7");
    }
    await page.getByRole("button", { name: "Run all" }).click();
    await provider.request(2);
    for (const letter of ["A", "B", "C"]) await expect(playground.outputOf(letter)).toContainText("Hello");
    expect(provider.requests.map((request) => request.json()["temperature"])).toEqual([0.7, 0.7, 0.7]);

    await playground.more("C", /^Link parameters/);
    await (await openTemperature(page, playground.variantAt("B"))).fill("0.1");
    await page.keyboard.press("Escape");
    await expect(playground.variantAt("B")).toContainText("temp 0.1");
    await page.getByRole("button", { name: "Run all" }).click();
    await provider.request(5);
    const sent = provider.requests.slice(3).map((request) => request.json());
    const ofModel = (model: string) => sent.find((body) => body["model"] === model)?.["temperature"];
    expect([ofModel("gpt-4o"), ofModel("gpt-4o-mini")]).toEqual([0.7, 0.1]);
    expect(sent.map((body) => body["temperature"]).toSorted()).toEqual([0.1, 0.7, 0.7]);
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
