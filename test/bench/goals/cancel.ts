import { compare, type GoalResult, runVariant } from "../measure.ts";

/** From the stop of a run in the middle of its stream to the moment the server sees the close; no socket may be left. */
export async function cancelGoals(script: (name: string) => string): Promise<GoalResult[]> {
  return [
    await compare({
      goal: "cancel: the server sees the close, median of 40",
      ours: { name: "engine", run: () => runVariant(script("cancel"), ["engine"]) },
      peer: { name: "abort of the openai SDK", run: () => runVariant(script("cancel"), ["sdk"]) },
      measured: "wall",
      must: 3,
    }),
  ];
}
