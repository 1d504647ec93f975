import { constants, type PerformanceEntry, PerformanceObserver } from "node:perf_hooks";
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/**
 * Two halves of 8 MB. Nearly all of what a call or a row allocates dies young; with the 32 MB halves V8 goes up to, a gateway
 * under load took half as much memory again, and a file of 400 000 rows 120 MB more than one of 10 000 (measured). With the 1 MB
 * it begins with what still lives is kept as old.
 */
export const wantedOfYoung = 16 * 1024 * 1024;

/**
 * Keeps V8 from growing its young generation beyond that. Its own limit is read once, before any of our code runs, and
 * would take a second Node; the factor it grows by is read at each growth. What a quiet time has shrunk grows again.
 * @param collected told of every collection of the young.
 */
export function boundYoungGeneration(collected?: () => void): void {
  let grows = true;
  new PerformanceObserver((list) => {
    if (list.getEntries().some(isMinor)) collected?.();
    const size = sizeOfYoung();
    if (grows === size < wantedOfYoung) return;
    grows = !grows;
    setFlagsFromString(`--semi-space-growth-factor=${grows ? 2 : 1}`);
  }).observe({ entryTypes: ["gc"] });
}

/** In bytes. */
export function sizeOfYoung(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space")?.space_size ?? 0;
}

function isMinor(entry: PerformanceEntry): boolean {
  const { kind } = (entry as PerformanceEntry & { detail: { kind?: number } }).detail;
  return kind === constants.NODE_PERFORMANCE_GC_MINOR;
}
