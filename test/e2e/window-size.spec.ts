import { PlaygroundPage } from "./playground-page.ts";
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
  const before = await sizes();
  await page.setViewportSize({ width: 1100, height: 640 });
  await expect.poll(async () => (await sizes()).variants?.[0]).toBeLessThan(before.variants?.[0] ?? 0);
  expect(await sizes()).toMatchObject({ inspector: before.inspector, prompt: before.prompt });
  await page.setViewportSize(large);
  await expect.poll(sizes).toEqual(before);
});
