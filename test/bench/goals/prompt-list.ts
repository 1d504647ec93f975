import { join, resolve } from "node:path";
import { chromium } from "@playwright/test";
import { build, type PreviewServer, preview } from "vite";
import { findChromium } from "../../chromium.ts";
import { compare, type GoalResult, type Sample } from "../measure.ts";
import type {} from "../pages/prompt-list.tsx";

const root = resolve(import.meta.dirname, "../../..");
const output = join(root, "node_modules/.cache/bench-pages");

/** First render of 10 000 prompts: the library's tree against a page that renders all rows. Same Chromium, same rows. */
export async function promptListGoals(): Promise<GoalResult[]> {
  const executablePath = findChromium();
  const contest = { goal: "list of 10 000 prompts, first render", must: 0.1, measured: "wall" as const };
  const names = { ours: "library tree", against: "all rows" };
  if (!executablePath) return [{ ...contest, ...names, verdict: "not measured", note: "no Chromium here" }];
  const server = await servePages();
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const render = async (variant: string): Promise<Sample> => {
    const page = await browser.newPage();
    await page.goto(`${server.resolvedUrls?.local[0]}prompt-list.html?${variant}`);
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

async function servePages(): Promise<PreviewServer> {
  const shared = {
    configFile: false as const,
    root: join(root, "test/bench/pages"),
    logLevel: "error" as const,
    resolve: { alias: { "@shared": join(root, "shared") } },
  };
  await build({
    ...shared,
    build: {
      outDir: output,
      emptyOutDir: true,
      rolldownOptions: { input: join(root, "test/bench/pages/prompt-list.html") },
    },
  });
  return preview({ ...shared, build: { outDir: output }, preview: { port: 0, host: "127.0.0.1" } });
}
