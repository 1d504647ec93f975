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
