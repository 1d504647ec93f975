import type { ExperimentReport } from "@shared/domain/experiment/experiment-report.ts";
import type { ExperimentSpec } from "@shared/domain/experiment/experiment-spec.ts";
import type { ExperimentSummary } from "@shared/domain/experiment/experiment-summary.ts";
import { verdictWords } from "@shared/domain/experiment/report-words.ts";
import { lacksScore, namesOfPeople } from "@shared/domain/experiment/score-names.ts";
import { spendOfExperiment } from "@shared/domain/experiment/spend.ts";
import type { JobView } from "@shared/domain/job/job.ts";
import type { LiveExperiment } from "./live-experiment.ts";

/** An experiment at hand as a line of the list. */
export function summaryOf({ job, spec, index, report, judgeSpend }: LiveExperiment): ExperimentSummary {
  const counts = { done: 0, open: 0, uncertain: 0, waiting: 0 };
  const people = namesOfPeople(spec);
  const results = index.results();
  let [failed, cells, unscored, unanswered] = [0, 0, 0, 0];
  for (const result of results) {
    counts[result.standing] += 1;
    cells += 1;
    if (lacksScore(result, people)) unscored += 1;
    if (result.standing === "open" && result.scores.length === 0) unanswered += 1;
    if (result.standing === "done" && result.passed === false) failed += 1;
  }
  return {
    ...ofJob(job),
    ...ofSpec(spec),
    cells,
    counts,
    unscored,
    unanswered,
    failed,
    ...spendOfExperiment(results, judgeSpend()),
    verdicts: report ? verdictsOf(report) : [],
  };
}

/** One of which nothing is at hand but its job: what was noted last, as it stands now. */
export function notedSummary(job: JobSeen, noted: unknown): ExperimentSummary | null {
  const isNoted = typeof noted === "object" && noted !== null && "counts" in noted && "verdicts" in noted;
  return isNoted ? { ...(noted as ExperimentSummary), ...ofJob(job) } : null;
}

/** What the list says of a job. */
export type JobSeen = Pick<JobView, "id" | "title" | "state" | "owner" | "notice" | "createdAt" | "endedAt">;

function ofJob({ id, title, state, owner, notice, createdAt, endedAt }: JobSeen) {
  return { jobId: id, title, state, owner, notice, createdAt, endedAt };
}

function ofSpec({ rows, variants, base, repetitions }: ExperimentSpec) {
  const names = variants.map(({ name }) => name);
  return { rows: rows.length, variants: names, base: base ?? names[0] ?? null, repetitions };
}

function verdictsOf(report: ExperimentReport): ExperimentSummary["verdicts"] {
  return report.comparisons.map((comparison) => ({
    variant: comparison.variant,
    verdict: comparison.difference === null ? null : comparison.verdict,
    says: verdictWords(comparison, report),
  }));
}
