import { constants, type PerformanceEntry, PerformanceObserver } from "node:perf_hooks";
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/**
 * Two halves of 8 MB. Nearly all of what a call allocates dies young; with the 32 MB halves V8 goes up to, a gateway under
 * load took half as much memory again (measured), and with the 1 MB it begins with what still lives is kept as old.
 */
const wantedBytes = 16 * 1024 * 1024;

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
  boundYoungGeneration(quietMs);
}

/**
 * Milliseconds without a collection of the young after which a server counts as quiet: hardly anything is asked of it.
 * Giving back lets go of compiled code, too: after a second already, loads with pauses between them compiled anew each time.
 */
const usualQuietMs = 30_000;

/**
 * Keeps V8 from growing its young generation beyond that. Its own limit is read once, before any of our code runs, and
 * would take a second Node; the factor it grows by is read at each growth. What a quiet time has shrunk grows again.
 */
function boundYoungGeneration(quietMs: number): void {
  let grows = true;
  const quiet = setTimeout(() => void giveBack(), quietMs).unref();
  new PerformanceObserver((list) => {
    if (list.getEntries().some(isMinor)) quiet.refresh();
    const size = sizeOfYoung();
    if (grows === size < wantedBytes) return;
    grows = !grows;
    setFlagsFromString(`--semi-space-growth-factor=${grows ? 2 : 1}`);
  }).observe({ entryTypes: ["gc"] });
}

function sizeOfYoung(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space")?.space_size ?? 0;
}

function isMinor(entry: PerformanceEntry): boolean {
  const { kind } = (entry as PerformanceEntry & { detail: { kind?: number } }).detail;
  return kind === constants.NODE_PERFORMANCE_GC_MINOR;
}

/**
 * What a load has left of garbage and of room for more goes back to the system, by V8's own measure some seconds after a
 * full collection and in small steps. By itself it waits for one, and without calls there is none.
 */
async function giveBack(): Promise<void> {
  if (sizeOfYoung() < wantedBytes) return;
  const { runInNewContext } = await import("node:vm");
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as NodeJS.GCFunction;
  collect({ type: "major", execution: "sync" });
}
