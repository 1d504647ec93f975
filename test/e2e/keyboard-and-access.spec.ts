import type { Locator, Page } from "@playwright/test";
import { violations, violationsAtBothSizes } from "./accessibility.ts";
import { PlaygroundPage } from "./playground-page.ts";
import { expect, test } from "./servers.ts";

test("axe finds nothing of any severity on any view, in either theme, at 200 % too", async ({ page }) => {
  test.setTimeout(900_000);
  const playground = new PlaygroundPage(page);
  const check = async (what: string) => expect.soft(await violationsAtBothSizes(page), what).toEqual([]);
  const open = (view: string) =>
    page.getByRole("navigation", { name: "Views" }).getByRole("button", { name: view, exact: true }).click();

  await check("the demo, as at the first start");
  for (const view of ["Experiments", "History", "Models", "Gateway"]) {
    await open(view);
    await expect(page.getByRole("main").getByRole("heading").first()).toBeVisible();
    await check(`${view}, with nothing in it`);
  }
  await open("Settings");
  for (const theme of ["Light", "Dark"]) {
    await page.getByRole("radio", { name: theme }).click();
    await expect(page.locator(`:root[data-theme="${theme.toLowerCase()}"]`)).toBeVisible();
  }
  await page.getByRole("radio", { name: "System" }).click();
  await check("Settings");

  await open("Playground");
  await playground.openLangfuse();
  await playground.openPrompt(/movie-critic/);
  await playground.fill("movie", "Dune");
  await playground.chooseModel("gpt-4o");
  await check("a prompt that has not run");
  await playground.run();
  await expect(playground.output).toContainText("Hello from the fake provider.");
  await check("an answer");
  for (const tab of ["Messages", "Request", "Response", "Events"]) {
    await playground.tab(tab);
    await check(`${tab} of an answer`);
  }
  for (const tab of ["Messages", "Config", "Versions"]) {
    await page.getByRole("region", { name: "Prompt", exact: true }).getByRole("tab", { name: tab }).click();
    await check(`${tab} of a prompt`);
  }
  for (const trigger of [/^Workspace/, /^Repetitions/, /^Model:/, /^Parameters/]) {
    await page.getByRole("button", { name: trigger }).first().click();
    await expect(page.getByRole("menu").or(page.getByRole("dialog"))).toBeVisible();
    expect.soft(await violations(page), `what ${trigger.source} opens`).toEqual([]);
    await page.keyboard.press("Escape");
  }
  await page.getByRole("treeitem", { name: /movie-critic/ }).click({ button: "right" });
  await expect(page.getByRole("menu")).toBeVisible();
  expect.soft(await violations(page), "the menu of a prompt").toEqual([]);
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("combobox")).toBeFocused();
  await check("the palette");
});

/** Goes on with Tab until it has the focus; what cannot be reached in so many stops is out of reach. */
async function tabTo(page: Page, target: Locator, atMost = 40): Promise<void> {
  const isThere = () => target.evaluate((element) => element === document.activeElement);
  for (let stop = 0; !(await isThere()); stop++) {
    if (stop === atMost) throw new Error(`${target} is not among the next ${atMost} stops.`);
    await page.keyboard.press("Tab");
  }
}

test("the main job works by keyboard alone: no pointer, no focus but by keys", async ({ page, provider }) => {
  const { keyboard } = page;
  const prompt = page.getByRole("region", { name: "Prompt", exact: true });
  const output = new PlaygroundPage(page).output;
  await expect(page.getByRole("main")).toBeVisible();
  await keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Skip to the prompt" })).toBeFocused();

  // The project, from its menu.
  await tabTo(page, page.getByRole("button", { name: /^Workspace/ }));
  await keyboard.press("Enter");
  await expect(page.getByRole("menu")).toBeVisible();
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await expect(page.getByRole("treeitem", { name: /with-history/ })).toBeVisible();

  // The prompt, from the palette.
  await keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("combobox")).toBeFocused();
  await keyboard.type("movie-critic");
  await expect(page.getByRole("option", { name: /^movie-critic/ })).toBeVisible();
  await keyboard.press("Enter");
  await expect(prompt.getByRole("heading", { level: 1 })).toHaveText("movie-critic");

  // Its value, past the bars and the list.
  await keyboard.press("F6");
  await tabTo(page, page.getByRole("textbox", { name: "movie", exact: true }), 60);
  await keyboard.type("Alien");

  // A model.
  await tabTo(page, page.getByRole("button", { name: /^Model:/ }), 60);
  await keyboard.press("Enter");
  await expect(page.getByRole("combobox", { name: "Models" })).toBeFocused();
  await keyboard.type("gpt-4o");
  await expect(page.getByRole("option").first()).toBeVisible();
  await keyboard.press("Enter");

  await keyboard.press("ControlOrMeta+Enter");
  await expect(output).toContainText("Hello from the fake provider.");
  expect((await provider.request(0)).body).toContain("Alien");

  // The answer is a stop, what was sent is a tab beside it, and every pane is reached.
  await tabTo(page, output, 60);
  const tabs = page.getByRole("region", { name: "Variant A" }).getByRole("tablist").first();
  while (!(await tabs.evaluate((list) => list.contains(document.activeElement)))) await keyboard.press("Shift+Tab");
  await keyboard.press("ArrowRight");
  await keyboard.press("ArrowRight");
  await expect(tabs.getByRole("tab", { name: "Request" })).toHaveAttribute("aria-selected", "true");
  await keyboard.press("ControlOrMeta+,");
  await expect(page.getByRole("heading", { name: "Settings", exact: true })).toBeVisible();
});

test("the main job as a screen reader has it: places, names, and what is said without being asked", async ({
  page,
}) => {
  const playground = new PlaygroundPage(page);
  await playground.openLangfuse();
  await playground.openPrompt(/movie-critic/);
  await playground.fill("movie", "Alien");
  await playground.chooseModel("gpt-4o");
  await expect(page.getByRole("status", { name: "Runs" })).toBeEmpty();
  await playground.run();
  await expect(page.getByRole("status", { name: "Runs" })).toContainText(/^The run done, \d+ tokens/);
  await expect(page.locator("body")).toMatchAriaSnapshot(`
    - navigation "Skip":
      - button "Skip to the prompt"
      - button "Skip to Run and the answers"
    - banner:
      - heading "Promptscope" [level=1]
    - navigation "Views":
      - button "Playground"
    - main:
      - region "Prompts":
        - tree "Prompts":
          - treeitem /movie-critic/ [selected]
      - region "Prompt":
        - heading "movie-critic" [level=1]
      - region "Variants":
        - region "Variant A":
          - heading "Variant A" [level=2]
          - tablist "Variant A":
            - tab "Output" [selected]
          - tabpanel "Output":
            - region "Output":
              - paragraph: Hello from the fake provider.
          - region "Figures of the run"
      - region "Inspector"
    - contentinfo
  `);
});
