import type { Page } from "@playwright/test";
import { violations } from "./accessibility.ts";
import { unfit } from "./fit.ts";
import { GatewayPage, gatewayConfig } from "./gateway-page.ts";
import { HistoryPage } from "./history-page.ts";
import { PlaygroundPage } from "./playground-page.ts";
import { savedDraft } from "./saved-draft.ts";
import { expect, test } from "./servers.ts";

const large = { width: 1440, height: 900 };

test("a window made smaller and larger again leaves the panes as they were", async ({ page }) => {
  const playground = new PlaygroundPage(page);
  await page.setViewportSize(large);
  await playground.openLangfuse();
  await playground.openPrompt(/test-chat-prompt/);
  const inspector = page.getByRole("region", { name: "Inspector" });
  const prompt = page.getByRole("region", { name: "Prompt", exact: true });
  const variants = page.getByRole("region", { name: "Variants" });
  const sizes = async () => ({
    inspector: (await inspector.boundingBox())?.height,
    prompt: (await prompt.boundingBox())?.width,
    variants: await variants.boundingBox().then((box) => box && [box.width, box.height]),
  });
  await expect(variants).toBeVisible();
  await page.keyboard.press("ControlOrMeta+i");
  await expect(inspector).toBeVisible();
  const before = await sizes();
  await page.setViewportSize({ width: 1300, height: 760 });
  await expect.poll(async () => (await sizes()).variants?.[0]).toBeLessThan(before.variants?.[0] ?? 0);
  expect(await sizes()).toMatchObject({ inspector: before.inspector, prompt: before.prompt });
  // Smaller still, they fold by themselves: the inspector to a line, the library behind its button.
  await page.setViewportSize({ width: 1100, height: 640 });
  await expect(inspector).toBeHidden();
  await expect(page.getByRole("tree")).toBeHidden();
  await page.keyboard.press("ControlOrMeta+b");
  await expect(page.getByRole("treeitem", { name: /test-chat-prompt/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("tree")).toBeHidden();
  await page.setViewportSize(large);
  await expect.poll(sizes).toEqual(before);
});

test("widths of prompt and inspector and a maximised column are back after a restart", async ({ openApp, profile }) => {
  const first = await openApp();
  const before = new PlaygroundPage(first.page);
  await before.openLangfuse();
  await before.openPrompt(/test-chat-prompt/);
  await before.chooseModel("gpt-4o");
  await before.addVariant("B", "gpt-4o-mini");
  await first.page.keyboard.press("ControlOrMeta+i");
  await first.page.getByRole("region", { name: "Inspector" }).waitFor();
  const drag = async (from: "right" | "top", region: string, by: number) => {
    const box = await first.page.getByRole("region", { name: region, exact: true }).boundingBox();
    if (!box) throw new Error(`${region} is not there.`);
    const [x, y] = from === "right" ? [box.x + box.width, box.y + 60] : [box.x + 200, box.y];
    await first.page.mouse.move(x, y);
    await first.page.mouse.down();
    const to: [number, number] = from === "right" ? [x + by, y] : [x, y + by];
    await first.page.mouse.move(...to, { steps: 4 });
    await first.page.mouse.up();
  };
  await drag("right", "Prompt", 90);
  await drag("top", "Inspector", -70);
  await before.variantAt("B").getByText("override").dblclick();
  await expect(before.variantAt("A")).toBeHidden();
  const sizes = async ({ page }: PlaygroundPage) => {
    const box = (name: string) => page.getByRole("region", { name, exact: true }).boundingBox();
    return { width: (await box("Prompt"))?.width, height: (await box("Inspector"))?.height };
  };
  const kept = await sizes(before);
  expect(kept.width).toBeGreaterThan(400);
  expect(kept.height).toBeGreaterThan(280);
  // The panes may have taken their last pixels after the maximised column was written down.
  const { width, height } = await sizes(before);
  const isNear = (stored: unknown, shown = 0) => typeof stored === "number" && Math.abs(stored - shown) < 2;
  await savedDraft(profile, ({ layout }) => {
    const stored = Object.values(layout);
    const areKept = [width, height].every((shown) => stored.some((size) => isNear(size, shown)));
    return areKept && typeof layout["maximised"] === "string";
  });
  await first.kill();

  const second = await openApp();
  const after = new PlaygroundPage(second.page);
  await expect(after.variantAt("B")).toBeVisible();
  await expect(after.variantAt("A")).toBeHidden();
  await expect.poll(() => sizes(after)).toEqual(kept);
});

/** Both sizes of a small window: 1280 pixels at 400 % zoom, and the least that is shown in full. */
async function expectToFit(page: Page, what: string): Promise<void> {
  for (const size of [
    { width: 900, height: 600 },
    { width: 320, height: 640 },
  ]) {
    await page.setViewportSize(size);
    // Panes fold with the frame after.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    await expect.soft(async () => expect(await unfit(page), `${what} at ${size.width}`).toEqual([])).toPass();
  }
  expect.soft(await violations(page), `${what} at 320`).toEqual([]);
}

// History, the gateway and the settings were cut at the right, and of an experiment no answer was in sight.
test("every view fits a window of 900 pixels and one of 320", async ({ page }) => {
  test.setTimeout(400_000);
  const view = (name: string) =>
    page.getByRole("navigation", { name: "Views" }).getByRole("button", { name, exact: true }).click();
  const playground = new PlaygroundPage(page);
  await page.setViewportSize(large);
  await playground.openTestChat();
  await playground.addVariant("B", "gpt-4o-mini");
  await page.getByRole("button", { name: "Run all" }).click();
  await expect(playground.outputOf("B")).toContainText("Hello from the fake provider.");
  await page.keyboard.press("ControlOrMeta+d");
  await page.keyboard.press("Alt+2");
  // They were half below the edge.
  await page.setViewportSize({ width: 900, height: 600 });
  await expect(playground.variantAt("B").getByRole("region", { name: /^Figures/ })).toBeInViewport({ ratio: 1 });
  await expectToFit(page, "an answer that is compared");

  const history = new HistoryPage(page);
  await history.open();
  await expect(history.rows).toHaveCount(2);
  await expectToFit(page, "the history");
  await history.rows.first().click();
  await expect(history.run).toContainText("Hello from the fake provider.");
  await expectToFit(page, "a run of the history");

  const gateway = new GatewayPage(page);
  await page.setViewportSize(large);
  await gateway.write(gatewayConfig);
  const client = await gateway.start();
  const messages = [{ role: "user" as const, content: "hi" }];
  await client.chat.completions.create({ model: "openai-model", messages });
  await gateway.calls.first().click();
  await expect(gateway.call).toContainText("Hello from the fake provider.");
  await expectToFit(page, "a call of the gateway");
  await page.keyboard.press("Escape");
  await page.getByRole("tab", { name: "Config" }).click();
  await expectToFit(page, "the gateway");

  await view("Experiments");
  await page.getByRole("button", { name: /Open the sample/ }).click();
  await expect(page.getByText("What it can show")).toBeVisible();
  await expectToFit(page, "the set-up of an experiment");
  await page.getByRole("button", { name: /^Start/ }).click();
  await expect(page.getByText(/of 120 answers · 100 %/)).toBeVisible({ timeout: 90_000 });
  await expectToFit(page, "an experiment");
  await page.getByRole("gridcell").nth(3).click();
  await expect(page.getByRole("region", { name: "Cell", exact: true })).toBeVisible();
  await expectToFit(page, "a cell");

  for (const name of ["Models", "Settings"]) {
    await view(name);
    await expect(page.getByRole("main").getByRole("heading").first()).toBeVisible({ timeout: 60_000 });
    await expectToFit(page, name);
  }
});
