import { parentPort, workerData } from "node:worker_threads";
import { cpuOf, growthOf } from "../../growth.ts";
import { type Attack, attacksOn, textOf } from "./attacks.ts";

/*
 * Runs expressions against their attacks, in a thread that can be ended: one that takes exponential time would never
 * come back. Run by node itself.
 */

export interface WorkerInput {
  expressions: { pattern: string; flags: string }[];
  /** Begins here. */
  from: number;
  /** Characters of the longer texts, the others have an eighth of them. */
  size: number;
  /** How many signs of an expression are paired with each other. */
  paired: number;
}

export type WorkerMessage =
  | { kind: "begun"; index: number }
  | { kind: "slow"; index: number; attack: Attack; growth: number }
  | { kind: "done" };

const times = 8;
/** Between the 8 of linear work, which noise doubles, and the 64 of the square. */
const most = 24;
/** Milliseconds. What takes less on the shorter text, or on the longer one, cannot have grown with the square. */
const quick = { short: 0.4, long: 3 };
/** What takes this long on a short text needs no second look: it is worse than the square. */
const hopeless = 50;
const tiny = [24, 300, 1_200];
/** What takes this long on the longer text is no noise. */
const surely = 100;

function run({ expressions, from, size, paired }: WorkerInput, tell: (message: WorkerMessage) => void): void {
  for (let index = from; index < expressions.length; index++) {
    const { pattern, flags } = expressions[index] ?? { pattern: "", flags: "" };
    tell({ kind: "begun", index });
    const work = workOf(pattern, flags);
    let worst: { attack: Attack; growth: number } | undefined;
    for (const attack of attacksOn(pattern, flags, paired)) {
      const growth = growthUnder(attack, work, size);
      if (growth > (worst?.growth ?? most)) worst = { attack, growth };
      if (worst) break;
    }
    if (worst) tell({ kind: "slow", index, ...worst });
  }
  tell({ kind: "done" });
}

/** As it is used: once from the start, or through the whole text. */
function workOf(pattern: string, flags: string): (text: string) => void {
  const expression = new RegExp(pattern, flags);
  if (flags.includes("g")) return (text) => void text.replace(expression, "");
  return (text) => {
    expression.lastIndex = 0;
    expression.exec(text);
  };
}

function growthUnder(attack: Attack, work: (text: string) => void, size: number): number {
  for (const few of tiny) if (cpuOf(() => work(textOf(attack, few))) > hopeless) return Number.POSITIVE_INFINITY;
  const [short, long] = [textOf(attack, size / times), textOf(attack, size)];
  const took = cpuOf(() => work(short));
  if (took > hopeless * times) return Number.POSITIVE_INFINITY;
  if (took < quick.short) return 0;
  const tookLong = cpuOf(() => work(long));
  if (tookLong < quick.long) return 0;
  if (tookLong > surely) return tookLong / took;
  return growthOf((length) => work(textOf(attack, length)), size / times, times);
}

const port = parentPort;
if (port) run(workerData as WorkerInput, (message) => port.postMessage(message));
