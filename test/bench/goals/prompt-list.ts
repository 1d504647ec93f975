import { chromium } from "@playwright/test";
import { findChromium } from "../../chromium.ts";
import { compare, type GoalResult, type Sample } from "../measure.ts";
import type {} from "../pages/prompt-list.tsx";
import { servePage } from "../pages.ts";

/** First render of 10 000 prompts: the library's tree against a page that renders all rows. Same Chromium, same rows. */
export async function promptListGoals(): Promise<GoalResult[]> {
  const executablePath = findChromium();
  const contest = { goal: "list of 10 000 prompts, first render", must: 0.1, measured: "wall" as const };
  const names = { ours: "library tree", against: "all rows" };
  if (!executablePath) return [{ ...contest, ...names, verdict: "not measured", note: "no Chromium here" }];
  const { url, server } = await servePage("prompt-list");
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const render = async (variant: string): Promise<Sample> => {
    const page = await browser.newPage();
    await page.goto(`${url}?${variant}`);
    const wall = await page.evaluate(() => window.renderList());
    const rows = await page.getByRole("treeitem").count();
    if (rows === 0) throw new Error(`${variant} shows no rows`);
    await page.close();
    return { wall, cpu: wall, work: 10_000 };
  };
  try {
    return [
      await compare({
        ...contest,
        ours: { name: names.ours, run: () => render("ours") },
        peer: { name: names.against, run: () => render("all") },
      }),
    ];
  } finally {
    await browser.close();
    await server.close();
  }
}
