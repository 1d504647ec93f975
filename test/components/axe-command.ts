import { createRequire } from "node:module";
import type { BrowserCommand } from "vitest/node";
import "@vitest/browser-playwright";

const require = createRequire(import.meta.url);
/** The axe that the end-to-end tests use. */
const { source } = createRequire(require.resolve("@axe-core/playwright"))("axe-core") as { source: string };

/**
 * What keeps somebody out of what a component test shows, in a theme. Axe runs in the test's own frame: from the page around
 * it, it would wait for that frame to answer, and give up on a busy machine.
 */
export const seriousInTest: BrowserCommand<[theme: "light" | "dark", only?: "colours"]> = async (
  { page, frame },
  theme,
  only,
): Promise<string[]> => {
  await page.emulateMedia({ colorScheme: theme });
  const shown = await frame();
  if (!(await shown.evaluate("'axe' in window"))) await shown.evaluate(source);
  const options = JSON.stringify({ resultTypes: ["violations"], ...(only ? { runOnly: ["color-contrast"] } : {}) });
  const violations = await shown.evaluate<string[]>(
    `axe.run(document.body, ${options}).then(({ violations }) => violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => id + ": " + nodes.map(({ target }) => target.join(" ")).join(", ")))`,
  );
  return violations.map((violation) => `${theme} ${violation}`);
};
