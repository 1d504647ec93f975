import { setFlagsFromString } from "node:v8";
import { boundYoungGeneration, sizeOfYoung, wantedOfYoung } from "../bound-young-generation.ts";

/**
 * A server's functions are hot from its first second on. V8 compiles each twice: by Maglev after 400 calls, by TurboFan
 * after 3 000. By TurboFan alone, after 500, a call of a busy gateway takes about a quarter less processor time, and
 * what Maglev's work leaves in memory is saved (measured, `test/bench/README.md#memory-of-the-gateway`).
 */
const oneCompiler = ["--no-maglev", "--invocation-count-for-turbofan=500"];

/**
 * What the compiler takes for one function stays with the threads that compiled: 100 MB of a gateway under load were
 * that. Smaller pieces take a fifth less memory and no more time, since no function of ours is so large and hot that
 * more would help it (measured, `test/bench/README.md#memory-of-the-gateway`). The heap grows by half of what lives in
 * it before old garbage is looked for, not to four times as much.
 */
const flags: readonly string[] = [
  "--max-optimized-bytecode-size=8192",
  "--max-inlined-bytecode-size-cumulative=300",
  "--heap-growing-percent=50",
  ...oneCompiler,
];

/** Keeps a server that runs for months small and quick. To be called before the first call is answered. */
export function boundMemory(quietMs = usualQuietMs): void {
  for (const flag of flags) setFlagsFromString(flag);
  const quiet = setTimeout(() => void giveBack(), quietMs).unref();
  boundYoungGeneration(() => quiet.refresh());
}

/**
 * Milliseconds without a collection of the young after which a server counts as quiet: hardly anything is asked of it.
 * Giving back lets go of compiled code, too: after a second already, loads with pauses between them compiled anew each time.
 */
const usualQuietMs = 30_000;

/**
 * What a load has left of garbage and of room for more goes back to the system at once. V8 does so by itself only the first
 * time: its reducer starts again when the heap has grown beyond what it was then. A plain collection empties pages and
 * keeps them. This one holds up whoever asks in that moment: 75 ms of processor time with 23 MB in use, once after a load.
 */
async function giveBack(): Promise<void> {
  if (sizeOfYoung() < wantedOfYoung) return;
  const { runInNewContext } = await import("node:vm");
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as NodeJS.GCFunction;
  collect({ type: "major", execution: "sync", flavor: "last-resort" });
}
