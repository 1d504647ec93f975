import type { CellOfFile } from "@shared/domain/experiment/cell-files.ts";
import type { CellResult } from "@shared/domain/experiment/cell-result.ts";
import type { ExperimentSpec } from "@shared/domain/experiment/experiment-spec.ts";
import { nameCell, placeOfCell } from "@shared/domain/job/expand-cells.ts";
import type { CellView, RetriedState } from "@shared/domain/job/job.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { Jobs } from "../../jobs/jobs.ts";
import type { ExperimentStore } from "../store/experiment-store.ts";
import type { AskedAgain, LiveExperiment } from "./live-experiment.ts";
import type { LiveEntry, LiveRegistry } from "./live-registry.ts";

/** What a command asks, which works on one experiment to its end and reports all of it at once. */
export interface CommandAnswers {
  /** Of every planned cell, in the order of rows, with the reasons of its scores. */
  results(jobId: string): Promise<CellResult[]>;
  /** What cells are as they leave in a file, and of what experiment. */
  cellsOfFile(jobId: string): Promise<{ spec: ExperimentSpec; cellOf(result: CellResult): Promise<CellOfFile> }>;
  /** Judges what lacks a score, asking models; what was asked before is asked again only as a person has decided. */
  judge(jobId: string, again: AskedAgain): Promise<void>;
  /** Names of judgements that may have been asked for before a crash. */
  uncertainJudgements(jobId: string): Promise<string[]>;
  /** How many cells a retry would send. */
  retryable(jobId: string, states: readonly RetriedState[]): Promise<number>;
}

export interface CommandPorts {
  registry: Pick<LiveRegistry, "open" | "own">;
  jobs(): Pick<Jobs, "get">;
  store: ExperimentStore;
  getRun(id: string): Promise<RunRecord>;
  /** Makes an `AppFailure` of whatever the store says. */
  asked<T>(work: Promise<T>): Promise<T>;
}

/** Results read at once. */
const pageOfResults = 2_000;

export function commandAnswers({ registry, jobs, store, getRun, asked }: CommandPorts): CommandAnswers {
  return {
    async results(jobId) {
      const { live } = await asked(registry.open(jobId));
      await live.kept();
      return asked(wholeResults(live, store));
    },
    async cellsOfFile(jobId) {
      const { createCellReader } = await import("./export-experiment.ts");
      const { live } = await asked(registry.open(jobId));
      return { spec: live.spec, cellOf: createCellReader(live, getRun) };
    },
    async judge(jobId, again) {
      const entry = await asked(registry.open(jobId));
      await registry.own(entry, again);
      await entry.live.scoreMissing();
      entry.changed.tell();
    },
    uncertainJudgements: async (jobId) => (await asked(registry.open(jobId))).live.uncertainJudgements,
    async retryable(jobId, states) {
      const entry = await asked(registry.open(jobId));
      const { cells } = await asked(jobs().get(jobId));
      return cells.filter((view) => states.some((state) => state === view.state) && mayRetry(entry, view)).length;
    },
  };
}

/** Results lie in the store with their reasons, and are read page by page. */
async function wholeResults({ jobId, index }: LiveExperiment, store: ExperimentStore): Promise<CellResult[]> {
  const kept = new Map<string, CellResult>();
  let page = await store.results(jobId, "", pageOfResults);
  while (page.length > 0) {
    for (const { cell, result } of page) kept.set(cell, result);
    page = await store.results(jobId, page.at(-1)?.cell ?? "", pageOfResults);
  }
  return index.results().map((result) => {
    const whole = kept.get(nameCell(result));
    return whole && whole.runId === result.runId && whole.standing === result.standing ? whole : result;
  });
}

/** What counts is not sent again until it is green: of what failed only what says nothing of its variant. */
export function mayRetry({ live, nameHere }: LiveEntry, { cell, state }: CellView): boolean {
  const place = placeOfCell(nameHere(cell));
  return state !== "failed" || (place !== undefined && live.index.find(place)?.result.standing === "open");
}
