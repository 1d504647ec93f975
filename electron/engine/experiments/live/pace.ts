import { costLeft } from "@shared/domain/experiment/cost-left.ts";
import type { ExperimentChange } from "@shared/domain/experiment/experiment-summary.ts";
import { hasEnded } from "@shared/domain/job/job.ts";
import type { LiveEntry } from "./live-registry.ts";

type Pace = Pick<ExperimentChange, "elapsedMs" | "leftMs" | "costLeftUsd">;

/** How long it has run in this life, how long the rest takes at the pace so far, and what it is likely to cost. */
export function pace({ live, begunAt, ended, likelyCosts }: LiveEntry): Pace {
  const isOver = hasEnded(live.job);
  // Judges may still be asked of what is there.
  if (isOver && live.scoring() === 0) return { elapsedMs: null, leftMs: null, costLeftUsd: null };
  const results = live.index.results();
  const isSpared = (variant: string) => isOver || (live.decisions?.isSpared(variant) ?? false);
  const judged = live.judged(results);
  const judges = judged && { ...live.judgeSpend(), ...judged };
  const { variants } = live.spec;
  const costLeftUsd = costLeft({ results, variants, isSpared, judges, likely: likelyCosts });
  if (begunAt === null || live.job.state !== "running") return { elapsedMs: null, leftMs: null, costLeftUsd };
  const elapsedMs = Math.round(performance.now() - begunAt);
  const waiting = results.filter(({ standing, variant }) => standing === "waiting" && !isSpared(variant)).length;
  return { elapsedMs, leftMs: ended < 3 ? null : Math.round((elapsedMs / ended) * waiting), costLeftUsd };
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
