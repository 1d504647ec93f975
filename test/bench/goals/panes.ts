import { type Browser, chromium } from "@playwright/test";
import { findChromium } from "../../chromium.ts";
import { type Contest, type GoalResult, judge, type Sample } from "../measure.ts";
import type { PanesShown } from "../pages/panes.tsx";
import { servePage } from "../pages.ts";

const panes = 8;
/** As many as the playground holds. */
const mostPanes = 12;
/** Shorter streams would hide that a text parsed anew with every token costs the square of its length. */
const seconds = 15;
const rounds = 3;
const streamOf = (count: number) => `${count} panes × 200 tokens/s × ${seconds} s of Markdown`;
const stream = streamOf(panes);

interface Measured extends PanesShown {
  busyMs: number;
}

interface Pair {
  ours: Measured;
  peer: Measured;
}

/**
 * Eight answers streaming into the product's own output component, and into a page as one writes it first; then twelve beside
 * the eight.
 */
export async function panesGoals(): Promise<GoalResult[]> {
  const names = { ours: { name: "output component" }, peer: { name: "naive Markdown page" } };
  const busy: Contest = { ...names, goal: `${stream}: main thread busy`, measured: "cpu", must: 0.85 };
  const lag: Contest = { ...names, goal: `${stream}: lag p99`, measured: "wall", must: 0.5 };
  const tasks: Contest = {
    ...names,
    peer: { name: "one" },
    goal: `${stream}: long tasks`,
    measured: "wall",
    must: 2,
  };
  const beside = { ours: { name: `${mostPanes} panes` }, peer: { name: `${panes} panes` }, must: 1.3 };
  const mostBusy: Contest = { ...beside, goal: `${streamOf(mostPanes)}: main thread busy in all`, measured: "cpu" };
  const mostLag: Contest = { ...beside, goal: `${streamOf(mostPanes)}: lag p99`, measured: "wall" };
  const executablePath = findChromium();
  if (!executablePath) return [busy, tasks, lag, mostBusy, mostLag].map(notMeasured);
  const { url, server } = await servePage("panes");
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const pairs: Pair[] = [];
  const most: Pair[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      const pair = await measurePair(browser, round, `${url}?ours&panes=${panes}`, `${url}?naive&panes=${panes}`);
      if (pair.ours.characters !== pair.peer.characters) throw new Error("the panes do not show the same text");
      pairs.push(pair);
      most.push(await measurePair(browser, round, `${url}?ours&panes=${mostPanes}`, `${url}?ours&panes=${panes}`));
    }
  } finally {
    await browser.close();
    await server.close();
  }
  const samples = pairs.map(({ ours, peer }) => ({ ours: toSample(ours), peer: toSample(peer) }));
  const oneTask: Sample = { cpu: 1, wall: 1, work: 1 };
  const counted = pairs.map(({ ours }) => ({ ours: { cpu: 1, wall: ours.longTasks, work: 1 }, peer: oneTask }));
  const inAll = most.map(({ ours, peer }) => ({
    ours: { ...toSample(ours), work: 1 },
    peer: { ...toSample(peer), work: 1 },
  }));
  const naive = pairs.map(({ peer }) => peer.longTasks).join(", ");
  return [
    judge(busy, samples),
    judge({ ...tasks, note: `a count; the naive page has ${naive}` }, counted),
    judge(lag, samples),
    judge(mostBusy, inAll),
    judge(mostLag, inAll),
  ];
}

/** One after the other, each first in every second round: what is first meets a colder machine. */
async function measurePair(browser: Browser, round: number, ours: string, peer: string): Promise<Pair> {
  const [first, second] = round % 2 === 0 ? [ours, peer] : [peer, ours];
  const [one, other] = [await measure(browser, first), await measure(browser, second)];
  return round % 2 === 0 ? { ours: one, peer: other } : { ours: other, peer: one };
}

async function measure(browser: Browser, url: string): Promise<Measured> {
  const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
  page.on("pageerror", (error) => console.error(error.message));
  await page.goto(url);
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const taskMs = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN) * 1000;
  };
  const before = await taskMs();
  const shown = await page.evaluate((duration) => window.streamPanes(duration), seconds);
  const busyMs = (await taskMs()) - before;
  await page.close();
  return { ...shown, busyMs };
}

function toSample({ busyMs, lagP99, characters }: Measured): Sample {
  return { cpu: busyMs, wall: lagP99, work: characters };
}

function notMeasured({ goal, ours, peer, measured, must }: Contest): GoalResult {
  const names = { ours: ours.name, against: peer.name };
  return { goal, ...names, measured, must, verdict: "not measured", note: "no Chromium here" };
}
