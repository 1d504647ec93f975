import type { Parameters } from "fast-check";

/** Whether this is `npm run prove`: the long test, with the same code as the short one. */
export const isProving = process.env["PROVE"] === "1";

/** How many times as much is tried when proving. */
const scale = 20;

/** So many rounds, kills or samples in the short test, many more when proving. */
export function runs(count: number): number {
  return isProving ? count * scale : count;
}

/**
 * How often fast-check draws: always the same values in the short test, so that it is never red by chance; others at
 * every proof, where a failure prints the seed that finds it again.
 */
export function drawn(count = 100): Pick<Parameters<unknown>, "numRuns" | "seed"> {
  return isProving ? { numRuns: runs(count) } : { numRuns: count, seed: 1 };
}
