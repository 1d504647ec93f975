import { createHash } from "node:crypto";
import type { CellResult } from "@shared/domain/experiment/cell-result.ts";
import { type ExperimentReport, reportOf } from "@shared/domain/experiment/experiment-report.ts";
import type { Spend } from "@shared/domain/experiment/spend.ts";
import { nameCell } from "@shared/domain/job/expand-cells.ts";
import type { ExperimentStore } from "../store/experiment-store.ts";
import type { LiveExperiment } from "./live-experiment.ts";

/** Reports of experiments, made anew when something has changed. */
export interface Reports {
  /** As things stand. */
  fresh(live: LiveExperiment): Promise<ExperimentReport>;
  /** The last one, made anew where it is old enough: for whoever looks on while it runs. */
  recent(live: LiveExperiment): Promise<ExperimentReport>;
}

/** A report is made at most so often while it runs, and never takes more than a part of the time. */
const leastMs = 1_000;
const shareOfTime = 8;

interface Made {
  report: ExperimentReport;
  revision: number;
  judged: Spend;
  at: number;
  took: number;
}

export function createReports(store: ExperimentStore): Reports {
  const made = new WeakMap<LiveExperiment, Made>();
  const making = new WeakMap<LiveExperiment, Promise<ExperimentReport>>();

  async function make(live: LiveExperiment): Promise<ExperimentReport> {
    const began = performance.now();
    const revision = live.index.revision();
    const judged = live.judgeSpend();
    const results = live.index.results();
    const report = reportOf(live.spec, results, judged, await hasSpoken(live.jobId, results, store));
    const at = performance.now();
    made.set(live, { report, revision, judged, at, took: at - began });
    live.report = report;
    return report;
  }

  function fresh(live: LiveExperiment): Promise<ExperimentReport> {
    const known = made.get(live);
    if (known && known.revision === live.index.revision() && isSame(known.judged, live.judgeSpend())) {
      return Promise.resolve(known.report);
    }
    const under = making.get(live);
    if (under) return under;
    const work = make(live).finally(() => making.delete(live));
    making.set(live, work);
    return work;
  }

  return {
    fresh,
    recent(live) {
      const known = made.get(live);
      const isRecent = known && performance.now() - known.at < Math.max(leastMs, shareOfTime * known.took);
      return isRecent ? Promise.resolve(known.report) : fresh(live);
    },
  };
}

function isSame(one: Spend, other: Spend): boolean {
  return one.costUsd === other.costUsd && one.unpriced === other.unpriced;
}

/**
 * Whether the fixed-n tests have been read of other results than these; where they have not been read yet it is noted that
 * they are read now. They speak once: what was sent again after that changes no verdict by them.
 */
async function hasSpoken(
  jobId: string,
  results: readonly CellResult[],
  store: Pick<ExperimentStore, "speakOnce">,
): Promise<boolean> {
  if (!isOver(results)) return false;
  const mark = resultsMark(results);
  return (await store.speakOnce(jobId, mark).catch(() => mark)) !== mark;
}

function isOver(results: readonly CellResult[]): boolean {
  return results.every(({ standing }) => standing === "done" || standing === "open");
}

/** By which results that a test was read of are known again. */
function resultsMark(results: readonly CellResult[]): string {
  const hash = createHash("sha256");
  for (const result of results) {
    hash.update(`${nameCell(result)} ${result.runId ?? ""} ${result.standing} ${String(result.passed)}\n`);
  }
  return hash.digest("base64url");
}
