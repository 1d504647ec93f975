import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

/**
 * What axe finds on the page, of every severity, a line each. With `colours` only what the theme decides is looked at, for
 * a view whose structure was looked at in the other one.
 */
export async function violations(page: Page, only?: "colours"): Promise<string[]> {
  const found = await new AxeBuilder({ page })
    .setLegacyMode(true)
    // What passes is not written out, element by element: nobody reads it.
    .options({ resultTypes: ["violations"], ...(only ? { runOnly: ["color-contrast"] } : {}) })
    .analyze();
  return found.violations.map(
    ({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
  );
}

/** The same in both themes, the second one by its colours alone. `page` ends up dark. */
export async function violationsInBothThemes(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: "light" });
  const light = await violations(page);
  await page.emulateMedia({ colorScheme: "dark" });
  return [...light, ...(await violations(page, "colours"))];
}

/**
 * What axe finds in the light at the window's size, and in the dark at 200 % zoom: to the page that is a window of half the
 * size, in which other parts stand. Both themes are looked at and both sizes, in two looks of some seconds each. `page` ends
 * up dark and as large as it was.
 */
export async function violationsAtBothSizes(page: Page): Promise<string[]> {
  const size = page.viewportSize();
  if (size === null) throw new Error("The page has no size.");
  await page.emulateMedia({ colorScheme: "light" });
  const found = await violations(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: size.width / 2, height: size.height / 2 });
  // The frame in which the panes have folded.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  found.push(...(await violations(page)).map((violation) => `at 200 %: ${violation}`));
  await page.setViewportSize(size);
  return found;
}
