import { seriousInBothThemes } from "./accessibility.ts";
import { PlaygroundPage } from "./playground-page.ts";
import { expect, test } from "./servers.ts";

test("axe finds no serious violation on any view, in either theme", async ({ page }) => {
  const playground = new PlaygroundPage(page);
  await page.getByRole("button", { name: "Settings" }).click();
  for (const theme of ["Light", "Dark"]) {
    await page.getByRole("radio", { name: theme }).click();
    await expect(page.locator(`:root[data-theme="${theme.toLowerCase()}"]`)).toBeVisible();
  }
  await page.getByRole("radio", { name: "System" }).click();
  const check = async () => expect(await seriousInBothThemes(page)).toEqual([]);
  await check();
  await page.getByRole("button", { name: "Playground" }).click();
  await playground.openLangfuse();
  await playground.openPrompt(/movie-critic/);
  await playground.fill("movie", "Dune");
  await playground.chooseModel("gpt-4o");
  await playground.run();
  await expect(playground.output).toContainText("Hello from the fake provider.");
  await check();
  for (const tab of ["Messages", "Request", "Response", "Events"]) {
    await playground.tab(tab);
    await check();
  }
  for (const tab of ["Messages", "Config", "Versions"]) {
    await page.getByRole("region", { name: "Prompt", exact: true }).getByRole("tab", { name: tab }).click();
    await check();
  }
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("combobox")).toBeFocused();
  await check();
});

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
