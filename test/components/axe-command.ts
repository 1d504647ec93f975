import AxeBuilder from "@axe-core/playwright";
import type { BrowserCommand } from "vitest/node";
import "@vitest/browser-playwright";

/**
 * What keeps somebody out of what a component test shows, in a theme. Runs outside of the page, where Playwright is: the
 * test's own frame is looked at, not Vitest's page around it.
 */
export const seriousInTest: BrowserCommand<[theme: "light" | "dark", only?: "colours"]> = async (
  { page },
  theme,
  only,
): Promise<string[]> => {
  await page.emulateMedia({ colorScheme: theme });
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .include({ fromFrames: ['[data-vitest="true"]', "body"] })
    .options({ resultTypes: ["violations"], ...(only ? { runOnly: ["color-contrast"] } : {}) })
    .analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${theme} ${id}: ${nodes.map(({ target }) => target.at(-1)).join(", ")}`);
};
