import { compare, type GoalResult, runVariant } from "../measure.ts";
import type { Upstream } from "../upstream.ts";

/** The engine against the bare `openai` SDK, in CPU time for the same answers (`README.md#goals`, G5, G6 and G7). */
export async function engineGoals(script: (name: string) => string, upstream: Upstream): Promise<GoalResult[]> {
  const contest = (goal: string, mode: "call" | "stream" | "response", must: number) =>
    compare({
      goal,
      ours: { name: "engine", run: () => runVariant(script("engine"), [mode, upstream.baseUrl]) },
      peer: { name: "openai SDK", run: () => runVariant(script("sdk"), [mode, upstream.baseUrl]) },
      measured: "cpu",
      must,
      note: "complete records in memory; what keeping them on the disk costs is the row of recording",
    });
  return [
    await contest("engine call: prompt, plan, send, record", "call", 1.1),
    await contest("engine stream, 500 chunks flat out", "stream", 0.75),
    await contest("engine stream of a response, 500 deltas flat out", "response", 1),
  ];
}

/** What keeping every run on the disk costs: bytes, frames and times of a stream, in CPU time of all threads. */
export async function recordingGoals(script: (name: string) => string, upstream: Upstream): Promise<GoalResult[]> {
  const run = (...history: string[]) => runVariant(script("engine"), ["stream", upstream.baseUrl, ...history]);
  return [
    await compare({
      goal: "engine call, its record kept in the history",
      ours: {
        name: "engine with its history",
        run: () => runVariant(script("engine"), ["call", upstream.baseUrl, "history"]),
      },
      peer: { name: "openai SDK", run: () => runVariant(script("sdk"), ["call", upstream.baseUrl]) },
      measured: "cpu",
      must: 1.4,
      note: "CPU time of all threads, the database's included",
    }),
    await compare({
      goal: "recording a stream of 500 frames in the history",
      ours: { name: "engine with its history", run: () => run("history") },
      peer: { name: "the same engine without", run: () => run() },
      measured: "cpu",
      must: 1.3,
      rounds: 9,
    }),
  ];
}
