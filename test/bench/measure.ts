import { spawn } from "node:child_process";

/** What one run of a variant cost. `cpu` is user plus system time; milliseconds all. */
export interface Sample {
  cpu: number;
  wall: number;
  /** What the variant says it has done; two variants that did not do the same are not compared. */
  work: number;
}

/** One row of the result: a ratio of ours to a peer or floor, measured in the same rounds. */
export interface GoalResult {
  goal: string;
  ours: string;
  against: string;
  measured: "cpu" | "wall";
  /** Median over the rounds of (ours ÷ peer); undefined when it could not be measured. */
  ratio?: number;
  spread?: [lowest: number, highest: number];
  must: number;
  verdict: "reached" | "missed" | "undecided" | "not measured";
  note?: string;
  rounds?: { ours: Sample; peer: Sample }[];
}

export interface Contest {
  goal: string;
  ours: { name: string };
  peer: { name: string };
  measured: "cpu" | "wall";
  must: number;
  note?: string;
}

export interface RunnableContest extends Contest {
  ours: { name: string; run: () => Promise<Sample> };
  peer: { name: string; run: () => Promise<Sample> };
  rounds?: number;
}

/**
 * Runs ours and the peer in turn, in reversed order every second round, after one round that does not count. The
 * ratio is taken per round, so that a slow moment of the machine hits both.
 */
export async function compare(contest: RunnableContest): Promise<GoalResult> {
  const rounds: { ours: Sample; peer: Sample }[] = [];
  const count = contest.rounds ?? 5;
  for (let round = 0; round <= count; round++) {
    const pair = round % 2 === 0 ? await inOrder(contest) : await reversed(contest);
    if (pair.ours.work !== pair.peer.work) {
      throw new Error(`${contest.goal}: ours did ${pair.ours.work}, the peer ${pair.peer.work}; nothing to compare`);
    }
    const { ours, peer } = pair;
    const ratio = (ours[contest.measured] / peer[contest.measured]).toFixed(2);
    tell(`${contest.goal}: round ${round} of ${count}${round > 0 ? `, ${ratio}×` : " (does not count)"}`);
    if (round > 0) rounds.push(pair);
  }
  return judge(contest, rounds);
}

/** The result of rounds that have been run. */
export function judge(contest: Contest, rounds: { ours: Sample; peer: Sample }[]): GoalResult {
  const ratios = rounds.map(({ ours, peer }) => ours[contest.measured] / peer[contest.measured]).sort((a, b) => a - b);
  const ratio = median(ratios);
  const spread: [number, number] = [ratios[0] ?? Number.NaN, ratios.at(-1) ?? Number.NaN];
  const { goal, measured, must, note } = contest;
  return {
    goal,
    ours: contest.ours.name,
    against: contest.peer.name,
    measured,
    ratio,
    spread,
    must,
    verdict: verdictOf(spread, must),
    rounds,
    ...(note ? { note } : {}),
  };
}

/** How far it is, for whoever waits: a row may take minutes, and on a busy machine many. Results go to stdout alone. */
export function tell(progress: string): void {
  process.stderr.write(`  … ${progress}\n`);
}

async function inOrder({ ours, peer }: RunnableContest) {
  const first = await ours.run();
  return { ours: first, peer: await peer.run() };
}

async function reversed({ ours, peer }: RunnableContest) {
  const first = await peer.run();
  return { peer: first, ours: await ours.run() };
}

/** Undecided when some of the evidence is on the other side of the bound: the spread is larger than the margin. */
function verdictOf([lowest, highest]: [number, number], must: number): GoalResult["verdict"] {
  if (highest <= must) return "reached";
  return lowest > must ? "missed" : "undecided";
}

export function median(sorted: readonly number[]): number {
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[middle - 1], sorted[middle]];
  if (high === undefined) return Number.NaN;
  return sorted.length % 2 === 0 && low !== undefined ? (low + high) / 2 : high;
}

/** Runs a built variant in a process of its own; it prints one JSON line with its sample. */
export function runVariant<Printed extends Sample = Sample>(
  script: string,
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<Printed> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, ...environment },
    });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.once("error", reject);
    child.once("close", (code) => {
      if (code !== 0) reject(new Error(`${script} ended with ${code}`));
      else resolve(JSON.parse(output.trim().split("\n").at(-1) ?? "") as Printed);
    });
  });
}
