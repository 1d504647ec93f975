import { PerformanceObserver } from "node:perf_hooks";
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/**
 * Two halves of 8 MB. Nearly all of what a call allocates dies young; with the 32 MB halves V8 goes up to, a gateway under
 * load took half as much memory again (measured), and with the 1 MB it begins with what still lives is kept as old.
 */
const wantedBytes = 16 * 1024 * 1024;

/**
 * Keeps V8 from growing its young generation beyond that. Its own limit is read once, before any of our code runs, and
 * would take a second Node; the factor it grows by is read at each growth. What an idle hour has shrunk grows again.
 */
export function boundYoungGeneration(): void {
  let grows = true;
  new PerformanceObserver(() => {
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space");
    if (!young || grows === young.space_size < wantedBytes) return;
    grows = !grows;
    setFlagsFromString(`--semi-space-growth-factor=${grows ? 2 : 1}`);
  }).observe({ entryTypes: ["gc"] });
}
