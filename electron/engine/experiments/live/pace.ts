import type { ExperimentChange } from "@shared/domain/experiment/experiment-summary.ts";
import type { LiveEntry } from "./live-registry.ts";

/** How long it has run in this life, and how long the rest takes at the pace so far. */
export function pace({ live, begunAt, ended }: LiveEntry): Pick<ExperimentChange, "elapsedMs" | "leftMs"> {
  if (begunAt === null || live.job.state !== "running") return { elapsedMs: null, leftMs: null };
  const elapsedMs = Math.round(performance.now() - begunAt);
  const left = live.index.results().filter(({ standing }) => standing === "waiting").length;
  return { elapsedMs, leftMs: ended < 3 ? null : Math.round((elapsedMs / ended) * left) };
}

/** Waits, but no longer than the signal lets it. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end, { once: true });
  });
}
