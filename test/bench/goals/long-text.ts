import { type Browser, chromium } from "@playwright/test";
import { findChromium } from "../../chromium.ts";
import { type Contest, type GoalResult, judge, type Sample, tell } from "../measure.ts";
import type { LongTasks } from "../pages/long-text.tsx";
import { servePage } from "../pages.ts";

const rounds = 5;
const seconds = 10;
/** A stream without a single long task is no peer to divide by. */
const leastMs = 50;

/** An answer of 20 000 words: streamed as Markdown beside the same as plain text, and switched beside react-markdown. */
export async function longTextGoals(): Promise<GoalResult[]> {
  const sum: Contest = {
    goal: `20 000 words in ${seconds} s: tasks over 50 ms, what is over`,
    ours: { name: "Markdown" },
    peer: { name: "plain text" },
    measured: "wall",
    must: 1.5,
  };
  const longest: Contest = { ...sum, goal: `20 000 words in ${seconds} s: longest task`, must: 2 };
  const toggle: Contest = {
    ...sum,
    goal: "20 000 words: plain text to Markdown, to the next frame",
    peer: { name: "react-markdown" },
    must: 0.05,
  };
  const executablePath = findChromium();
  if (!executablePath) return [sum, longest, toggle].map(notMeasured);
  const { url, server } = await servePage("long-text");
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const sums: { ours: Sample; peer: Sample }[] = [];
  const tasks: typeof sums = [];
  const toggles: typeof sums = [];
  try {
    for (let round = 0; round < rounds; round++) {
      const [first, second] = round % 2 === 0 ? (["ours", "plain"] as const) : (["plain", "ours"] as const);
      const streamed = { [first]: await stream(browser, url, first), [second]: await stream(browser, url, second) };
      const { ours, plain } = streamed as Record<"ours" | "plain", LongTasks>;
      sums.push(pairOf(ours.sum, plain.sum));
      tasks.push(pairOf(ours.longest, plain.longest));
      toggles.push({
        ours: sampleOf(await switched(browser, url, "ours")),
        peer: sampleOf(await switched(browser, url, "naive")),
      });
      const [own, naive] = [toggles.at(-1)?.ours.wall, toggles.at(-1)?.peer.wall];
      tell(
        `long text, round ${round + 1} of ${rounds}: ${Math.round(ours.sum)} ms over against ${Math.round(plain.sum)}; ${Math.round(own ?? 0)} ms to Markdown against ${Math.round(naive ?? 0)}`,
      );
    }
  } finally {
    await browser.close();
    await server.close();
  }
  return [judge(sum, sums), judge(longest, tasks), judge(toggle, toggles)];
}

const sampleOf = (ms: number): Sample => ({ cpu: ms, wall: ms, work: 1 });
const pairOf = (ours: number, peer: number) => ({
  ours: sampleOf(Math.max(leastMs, ours)),
  peer: sampleOf(Math.max(leastMs, peer)),
});

async function onPage<Result>(
  browser: Browser,
  url: string,
  work: (page: Awaited<ReturnType<Browser["newPage"]>>) => Promise<Result>,
) {
  const page = await browser.newPage({ viewport: { width: 900, height: 800 } });
  page.on("pageerror", (error) => console.error(error.message));
  await page.goto(url);
  const result = await work(page);
  await page.close();
  return result;
}

function stream(browser: Browser, url: string, form: "ours" | "plain") {
  return onPage(browser, url, (page) =>
    page.evaluate(([shown, time]) => window.streamText(shown, time), [form, seconds] as const),
  );
}

function switched(browser: Browser, url: string, form: "ours" | "naive") {
  return onPage(browser, url, (page) => page.evaluate((shown) => window.toggleText(shown), form));
}

function notMeasured({ goal, ours, peer, measured, must }: Contest): GoalResult {
  const names = { ours: ours.name, against: peer.name };
  return { goal, ...names, measured, must, verdict: "not measured", note: "no Chromium here" };
}
