import { chromium, type Page } from "@playwright/test";
import { findChromium } from "../../chromium.ts";
import { compare, type GoalResult, type Sample } from "../measure.ts";
import type {} from "../pages/experiment-grid.tsx";
import { servePage } from "../pages.ts";

/** 33 334 rows of three variants. */
const manyRows = 33_334;
const steps = 200;

function p99(values: readonly number[]): number {
  return values.toSorted((one, two) => one - two)[Math.ceil(values.length * 0.99) - 1] ?? Number.NaN;
}

/** An experiment of 100 000 cells: its grid's first paint, how scrolling lags, and what sorting costs a row. */
export async function experimentGridGoals(): Promise<GoalResult[]> {
  const executablePath = findChromium();
  const paint = { goal: "experiment of 100 000 cells, first paint", must: 0.3, measured: "wall" as const };
  const lag = { goal: "experiment of 100 000 cells, scroll lag p99", must: 2, measured: "wall" as const };
  const sort = { goal: "experiment of 100 000 cells, sort per row", must: 2, measured: "wall" as const };
  if (!executablePath) {
    const missing = { ours: "grid", against: "—", verdict: "not measured" as const, note: "no Chromium here" };
    return [paint, lag, sort].map((contest) => ({ ...contest, ...missing }));
  }
  const { url, server } = await servePage("experiment-grid");
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  const inPage = async (run: (page: Page) => Promise<number>): Promise<Sample> => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(url);
    const wall = await run(page);
    await page.close();
    return { wall, cpu: wall, work: 1 };
  };
  const shownFor = async (page: Page) => void (await page.evaluate((rows) => window.renderGrid(rows), manyRows));
  const scrolled = () =>
    inPage(async (page) => {
      await shownFor(page);
      return p99(await page.evaluate((count) => window.scrollGrid(count), steps));
    });
  // The same percentile of frames in which nothing happens: what else the machine does delays both.
  const idle = () =>
    inPage(async (page) => {
      await shownFor(page);
      return p99(await page.evaluate((count) => window.idleFrames(count), steps));
    });
  try {
    return [
      await compare({
        ...paint,
        ours: { name: "grid", run: () => inPage((page) => page.evaluate((rows) => window.renderGrid(rows), manyRows)) },
        peer: {
          name: "2 000 rows rendered whole",
          run: () => inPage((page) => page.evaluate(() => window.renderWhole(2_000))),
        },
      }),
      await compare({
        ...lag,
        ours: { name: "grid", run: scrolled },
        peer: { name: "a frame, p99", run: idle },
      }),
      await compare({
        ...sort,
        ours: { name: "grid", run: () => inPage((page) => page.evaluate((rows) => window.sortGrid(rows), manyRows)) },
        peer: { name: "1 000 rows", run: () => inPage((page) => page.evaluate(() => window.sortGrid(1_000))) },
      }),
    ];
  } finally {
    await browser.close();
    await server.close();
  }
}
