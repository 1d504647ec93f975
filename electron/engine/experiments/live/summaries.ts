import type { ExperimentSummary } from "@shared/domain/experiment/experiment-summary.ts";
import { hasEnded } from "@shared/domain/job/job.ts";
import type { JobRow } from "../../jobs/job-store.ts";
import { isOwnerless, isSameOwner, thisProcess } from "../../jobs/owner.ts";
import type { Clock } from "../../ports.ts";
import type { ExperimentStore } from "../store/experiment-store.ts";
import type { LiveEntry, LiveRegistry } from "./live-registry.ts";
import type { Reports } from "./reports.ts";
import { notedSummary, summaryOf } from "./summarise.ts";

export interface SummaryPorts {
  registry: Pick<LiveRegistry, "open" | "entries">;
  reports: Reports;
  store: Pick<ExperimentStore, "keepSummary" | "notes">;
  clock: Clock;
}

/** Experiments as lines of the list. */
export interface Summaries {
  of(entry: LiveEntry): Promise<ExperimentSummary>;
  /** Of a job's row; loads nothing where it was noted how it stands. Null where it cannot be read. */
  ofRow(row: JobRow): Promise<ExperimentSummary | null>;
}

/** Without a beat for so long a job is nobody's. */
const staleMs = 60_000;

export function createSummaries({ registry, reports, store, clock }: SummaryPorts): Summaries {
  const owner = thisProcess();
  /** What was noted in this life, as text. */
  const noted = new Map<string, string>();

  async function note(jobId: string, summary: ExperimentSummary | null): Promise<void> {
    const text = JSON.stringify(summary);
    if (noted.get(jobId) === text) return;
    noted.set(jobId, text);
    await store.keepSummary(jobId, summary).catch(() => undefined);
  }

  async function of(entry: LiveEntry): Promise<ExperimentSummary> {
    const { live } = entry;
    const runs = live.job.state === "running";
    await (runs ? reports.recent(live) : reports.fresh(live));
    const summary = { ...summaryOf(live), ...(entry.isPass ? { isPass: true as const } : {}) };
    // What is noted is for a list that loads nothing. Of one that goes on it would be old after a crash.
    await note(live.jobId, runs ? null : summary);
    return summary;
  }

  return {
    of,
    async ofRow(row) {
      const known = registry.entries().find(({ live }) => live.jobId === row.id);
      if (known) return of(known);
      const isOwn = isSameOwner(row.owner, owner);
      const isNobodys = isOwn || isOwnerless(row, clock.now(), staleMs);
      const seen = { ...row, owner: isNobodys ? ("none" as const) : ("other" as const), notice: null };
      const notes = hasEnded(row) || !isOwn ? await store.notes(row.id) : null;
      const told = notedSummary(seen, notes?.summary ?? null);
      // One of which all was answered before anybody could say so is ended by whoever reads it.
      const isAnswered = isNobodys && !hasEnded(row) && told?.counts.waiting === 0;
      if (told && !isAnswered) return told;
      // It was never looked at here; what it came to is known from its runs.
      return registry.open(row.id).then(of, () => null);
    },
  };
}
