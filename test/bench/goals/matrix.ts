import { compare, type GoalResult, median, runVariant, type Sample } from "../measure.ts";
import { startUpstream } from "../upstream.ts";
import { matrixConcurrency, matrixDelayMs, matrixRepetitions, matrixVariants } from "../variants/workload.ts";

/** A comparison against a server that takes 50 ms, against the time that its limit of calls at once makes physical. */
export async function matrixGoals(script: (name: string) => string): Promise<GoalResult[]> {
  const upstream = await startUpstream({ delayMs: matrixDelayMs });
  const calls = matrixVariants * matrixRepetitions;
  const ideal = Math.ceil(calls / matrixConcurrency) * matrixDelayMs;
  const ours = async (): Promise<Sample> => {
    const before = upstream.answered();
    const sample = await runVariant(script("matrix"), [upstream.baseUrl]);
    const answered = upstream.answered() - before;
    if (answered < calls) throw new Error(`the server answered ${answered} of ${calls} calls`);
    return sample;
  };
  const floor: number[] = [];
  const peer = async (): Promise<Sample> => {
    const { wall } = await runVariant(script("matrix-floor"), [upstream.baseUrl]);
    floor.push(wall / ideal);
    return { wall: ideal, cpu: ideal, work: calls };
  };
  try {
    const result = await compare({
      goal: `${matrixVariants} variants × ${matrixRepetitions} against a ${matrixDelayMs} ms server, kept in the history`,
      ours: { name: "engine", run: ours },
      peer: { name: `ideal ${ideal} ms`, run: peer },
      measured: "wall",
      must: 1.4,
    });
    const reached = median(floor.sort((a, b) => a - b)).toFixed(2);
    return [{ ...result, note: `a bare pool of fetches took ${reached}× in the same rounds` }];
  } finally {
    await upstream.close();
  }
}
