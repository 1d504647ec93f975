import { createRequire } from "node:module";
import type { BrowserCommand } from "vitest/node";
import "@vitest/browser-playwright";

const require = createRequire(import.meta.url);
/** The axe that the end-to-end tests use. */
const { source } = createRequire(require.resolve("@axe-core/playwright"))("axe-core") as { source: string };

/** Rules about a whole page: what a test shows is a part of one. */
const ofWholePages = ["landmark-one-main", "page-has-heading-one", "region"];

/**
 * What axe finds, of every severity, in what a component test shows, in a theme. Axe runs in the test's own frame: from the
 * page around it, it would wait for that frame to answer, and give up on a busy machine.
 */
export const violationsInTest: BrowserCommand<
  [theme: "light" | "dark", only?: "colours" | undefined, within?: string]
> = async ({ page, frame }, theme, only, within = "body"): Promise<string[]> => {
  await page.emulateMedia({ colorScheme: theme });
  const shown = await frame();
  if (!(await shown.evaluate("'axe' in window"))) await shown.evaluate(source);
  const rules = Object.fromEntries(ofWholePages.map((rule) => [rule, { enabled: false }]));
  const options = JSON.stringify({
    resultTypes: ["violations"],
    ...(only ? { runOnly: ["color-contrast"] } : { rules }),
  });
  const violations = await shown.evaluate<string[]>(
    `axe.run(${JSON.stringify(within)}, ${options}).then(({ violations }) => violations
      .map(({ id, impact, nodes }) => impact + " " + id + ": " + nodes.map(({ target }) => target.join(" ")).join(", ")))`,
  );
  return violations.map((violation) => `${theme} ${violation}`);
};
