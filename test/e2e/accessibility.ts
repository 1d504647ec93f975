import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

/**
 * Violations that keep somebody out; lesser ones are worth mending but stop nobody. With `colours` only what the theme
 * decides is looked at, for a view whose structure was looked at in the other one.
 */
export async function seriousViolations(page: Page, only?: "colours"): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    // What passes is not written out, element by element: nobody reads it.
    .options({ resultTypes: ["violations"], ...(only ? { runOnly: ["color-contrast"] } : {}) })
    .analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}

/** The same in both themes, the second one by its colours alone. `page` ends up dark. */
export async function seriousInBothThemes(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: "light" });
  const light = await seriousViolations(page);
  await page.emulateMedia({ colorScheme: "dark" });
  return [...light, ...(await seriousViolations(page, "colours"))];
}
