import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { PlaygroundPage } from "./playground-page.ts";
import { expect, test } from "./servers.ts";

/** Violations that keep somebody out; lesser ones are worth mending but stop nobody. */
async function seriousViolations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}

for (const theme of ["Light", "Dark"] as const) {
  test(`axe finds no serious violation on any view, ${theme.toLowerCase()}`, async ({ page }) => {
    const playground = new PlaygroundPage(page);
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByRole("radio", { name: theme }).click();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole("button", { name: "Playground" }).click();
    await playground.openLangfuse();
    await playground.openPrompt(/movie-critic/);
    await playground.fill("movie", "Dune");
    await playground.chooseModel("gpt-4o");
    await playground.run();
    await expect(playground.output).toContainText("Hello from the fake provider.");
    expect(await seriousViolations(page)).toEqual([]);
    for (const tab of ["Messages", "Request", "Response", "Events"]) {
      await playground.tab(tab);
      expect(await seriousViolations(page)).toEqual([]);
    }
    for (const tab of ["Messages", "Config", "Versions"]) {
      await page.getByRole("region", { name: "Prompt", exact: true }).getByRole("tab", { name: tab }).click();
      expect(await seriousViolations(page)).toEqual([]);
    }
    await page.keyboard.press("ControlOrMeta+k");
    await expect(page.getByRole("combobox")).toBeFocused();
    expect(await seriousViolations(page)).toEqual([]);
  });
}

test("the main job works by keyboard alone", async ({ page, provider }) => {
  const playground = new PlaygroundPage(page);
  await playground.openLangfuse();
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("combobox")).toBeFocused();
  await page.keyboard.type("movie-critic");
  await expect(page.getByRole("option", { name: /^movie-critic/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Prompt", exact: true }).getByRole("heading", { level: 1 })).toHaveText(
    "movie-critic",
  );
  await playground.chooseModel("gpt-4o");
  await page.getByRole("textbox", { name: "movie", exact: true }).focus();
  await page.keyboard.type("Alien");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(playground.output).toContainText("Hello from the fake provider.");
  expect((await provider.request(0)).body).toContain("Alien");
  await page.keyboard.press("ControlOrMeta+,");
  await expect(page.getByRole("heading", { name: "Settings", exact: true })).toBeVisible();
});
