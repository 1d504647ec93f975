import { compare, type GoalResult, runVariant } from "../measure.ts";

const repetitions = 20;
/** What a person may have to wait for a figure on the main thread. */
const mostMs = 100;

/** The first token figure of 1 MB without a blank, against the same with blanks; in milliseconds as well. */
export async function estimateGoals(script: (name: string) => string): Promise<GoalResult[]> {
  const row = await compare({
    goal: "estimate of 1 MB without a blank: the main thread's time",
    ours: { name: "estimate", run: () => runVariant(script("estimate"), ["unbroken"]) },
    peer: { name: "the same with blanks", run: () => runVariant(script("estimate"), ["blanks"]) },
    measured: "cpu",
    must: 2,
  });
  const each = (row.rounds ?? []).map(({ ours }) => ours.cpu / repetitions);
  const longest = Math.max(...each);
  const note = `${longest.toFixed(0)} ms of processor time each at the most, must ≤ ${mostMs}`;
  return [{ ...row, note, ...(longest > mostMs ? { verdict: "missed" as const } : {}) }];
}
