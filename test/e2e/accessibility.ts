import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

/** Violations that keep somebody out; lesser ones are worth mending but stop nobody. */
export async function seriousViolations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}
