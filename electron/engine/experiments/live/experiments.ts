import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { ExperimentExport } from "@shared/domain/experiment/experiment-export.ts";
import type { ExperimentReport } from "@shared/domain/experiment/experiment-report.ts";
import { type ExperimentSpec, experimentKind } from "@shared/domain/experiment/experiment-spec.ts";
import type {
  CellDetail,
  ExperimentChange,
  ExperimentListChange,
  ExperimentSummary,
} from "@shared/domain/experiment/experiment-summary.ts";
import type { GridColumns, GridPage, GridView } from "@shared/domain/experiment/grid.ts";
import { type HumanRating, saysNothing } from "@shared/domain/experiment/human-rating.ts";
import { type Cell, type CellPlace, placeOfCell } from "@shared/domain/job/expand-cells.ts";
import { hasEnded, type JobEvent, type JobMark, type JobView, type RetriedState } from "@shared/domain/job/job.ts";
import type { SavedFile } from "@shared/domain/run/history.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { Jobs } from "../../jobs/jobs.ts";
import type { Clock } from "../../ports.ts";
import type { EarlierExperiment } from "../extend-spec.ts";
import { asked } from "../store/asked.ts";
import { detailOf } from "./cell-detail.ts";
import { type CommandAnswers, commandAnswers, mayRetry } from "./command-answers.ts";
import { columnsOf } from "./grid-columns.ts";
import type { IndexedCell } from "./grid-index.ts";
import { createLiveRegistry, type LiveEntry, type RegistryPorts } from "./live-registry.ts";
import { pace, pause } from "./pace.ts";
import { createReports } from "./reports.ts";
import { createSummaries } from "./summaries.ts";
import { takeRatingsOver } from "./take-ratings-over.ts";

export interface ExperimentPorts extends Omit<RegistryPorts, "isQueued"> {
  clock: Clock;
  /** Resolves when the store can be asked. */
  ready: Promise<unknown>;
}

/** Experiments of a profile: what they came to, and how they go on. Methods reject with `AppFailure` only. */
export interface Experiments extends CommandAnswers {
  /** Called once: experiments are jobs, whose cells end here. */
  use(jobs: Jobs): void;
  /** Told of the run of any job's cell that has ended and is written down; resolves when it has been judged. */
  ended(cell: Cell, record: RunRecord, job: JobMark): Promise<void>;
  /** Told at once, in order, of what jobs of any kind do in this process. */
  heard(jobId: string, event: JobEvent): void;
  /** Told that the run of any job's cell has begun: it waits for its turn. */
  begun(runId: string): void;
  /** Told that its turn has come: its call leaves now. */
  sent(cell: Cell, job: JobMark, runId: string): void;
  /** Told that the call of any job's cell has failed and is tried again. */
  retrying(cell: Cell, job: JobMark, retry: { attempt: number; delayMs: number; isLimited: boolean }): void;
  /** What calls beside a cell have cost, in US dollars. */
  besideUsd(job: JobMark): number;
  /** Whether a cell need not be sent any more, since its variant is decided. */
  isSpared(jobId: string, cell: string): boolean;

  list(): Promise<ExperimentSummary[]>;
  watch(signal: AbortSignal): AsyncIterable<ExperimentListChange>;
  start(spec: ExperimentSpec): Promise<ExperimentSummary>;
  pause(jobId: string): Promise<ExperimentSummary>;
  resume(jobId: string): Promise<ExperimentSummary>;
  stop(jobId: string): Promise<ExperimentSummary>;
  retry(jobId: string, states: readonly RetriedState[]): Promise<ExperimentSummary>;
  /** Scores answers again that lack a score. Refused where another process drives it. */
  scoreAgain(jobId: string): Promise<ExperimentSummary>;
  /** Told that cells of these were brought in from another store; whoever looks at them sees what they are now. */
  broughtIn(jobIds: readonly string[]): Promise<void>;
  remove(jobId: string): Promise<void>;
  /** @param isLast as things stand at this moment, whatever that costs; else as they stood lately while it runs. */
  report(jobId: string, isLast?: boolean): Promise<ExperimentReport>;
  columns(jobId: string): Promise<GridColumns>;
  rows(jobId: string, view: GridView, from: number, count: number): Promise<GridPage>;
  cell(jobId: string, place: CellPlace): Promise<CellDetail>;
  rate(jobId: string, place: CellPlace, rating: HumanRating | null): Promise<HumanRating | null>;
  /** As a file, as far as it has come. */
  export(jobId: string, format: ExperimentExport, signal: AbortSignal): Promise<SavedFile>;
  changes(jobId: string, signal: AbortSignal): AsyncIterable<ExperimentChange>;
  spec(jobId: string): Promise<ExperimentSpec>;
  /** With the latest run of each cell, for another that takes its answers over. Refused while it runs. */
  earlier(jobId: string): Promise<EarlierExperiment>;
  /** Resolves when what was judged is kept. */
  close(): Promise<void>;
}

/** Changes are told no more often. */
const tellMs = 250;
const listMs = 1_000;
/** Of those that have ended. */
const mostListed = 500;

export function createExperiments(ports: ExperimentPorts): Experiments {
  const { store, jobStore, clock } = ports;
  /** Runs of this process that have begun and wait for their turn. */
  const queued = new Set<string>();
  const registry = createLiveRegistry({ ...ports, isQueued: (runId) => queued.has(runId) });
  const reports = createReports(store);
  const { of: summarise, ofRow: summaryOfRow } = createSummaries({ registry, reports, store, clock });
  let jobs: Jobs | undefined;

  function jobsInUse(): Jobs {
    if (!jobs) throw new Error("Experiments are used before jobs.");
    return jobs;
  }

  /** Notes something of a cell of a job that is at hand. */
  function setCell({ cell }: Cell, { jobId }: JobMark, change: Partial<IndexedCell>): void {
    const entry = registry.entries().find(({ live }) => live.jobId === jobId);
    const place = entry && placeOfCell(entry.nameHere(cell));
    if (!entry || !place) return;
    entry.live.index.set(place, change);
    entry.changed.tell();
  }

  async function act(jobId: string, does: (entry: LiveEntry) => Promise<JobView>): Promise<ExperimentSummary> {
    await ports.ready;
    const entry = await asked(registry.open(jobId));
    const job = await asked(does(entry));
    entry.live.job = job;
    registry.follow(entry);
    entry.changed.tell();
    registry.changed.tell();
    return summarise(entry);
  }

  async function takeUp(entry: LiveEntry, states: readonly RetriedState[]): Promise<void> {
    await registry.own(entry, { uncertain: states.includes("uncertain"), failed: states.includes("failed") });
    // Answers that no judge has seen are judged beside what is sent.
    void entry.live.scoreMissing().then(() => entry.changed.tell());
  }

  async function list(): Promise<ExperimentSummary[]> {
    await ports.ready;
    const rows = await asked(jobStore.list(mostListed));
    const found: ExperimentSummary[] = [];
    for (const row of rows.filter(({ kind }) => kind === experimentKind)) {
      const summary = await asked(summaryOfRow(row));
      if (summary) found.push(summary);
    }
    return found.sort((a, b) => b.createdAt - a.createdAt);
  }

  async function* watch(signal: AbortSignal): AsyncIterable<ExperimentListChange> {
    const told = new Map<string, string>();
    for (const summary of await list()) told.set(summary.jobId, JSON.stringify(summary));
    const done = registry.changed.listen();
    try {
      while (!signal.aborted) {
        const next = registry.changed.next(signal);
        const now = await list();
        for (const summary of now) {
          const text = JSON.stringify(summary);
          if (told.get(summary.jobId) === text) continue;
          told.set(summary.jobId, text);
          yield { summary };
        }
        for (const id of told.keys()) {
          if (now.some(({ jobId }) => jobId === id)) continue;
          told.delete(id);
          yield { gone: id };
        }
        await next;
        await pause(listMs, signal);
      }
    } finally {
      done();
    }
  }

  async function* changes(jobId: string, signal: AbortSignal): AsyncIterable<ExperimentChange> {
    await ports.ready;
    const entry = await asked(registry.open(jobId));
    const { live, changed } = entry;
    const done = changed.listen();
    let seen: number | null = null;
    let told: ExperimentReport | undefined;
    try {
      while (!signal.aborted) {
        const next = changed.next(signal);
        const summary = await summarise(entry);
        const revision = live.index.revision();
        const report = live.report ?? undefined;
        yield {
          revision,
          rows: seen === null ? null : live.index.changedSince(seen),
          running: live.index.running(),
          retrying: live.index.retrying(clock.now()),
          scoring: live.scoring(),
          summary,
          ...(report && report !== told ? { report } : {}),
          ...pace(entry),
        };
        seen = revision;
        told = report;
        await (live.job.state === "running" ? Promise.race([next, pause(listMs, signal)]) : next);
        await pause(tellMs, signal);
      }
    } finally {
      done();
    }
  }

  return {
    use(given) {
      jobs = given;
      registry.use(given);
    },
    ended(cell, record, job) {
      queued.delete(record.id);
      return registry.ended(cell, record, job);
    },
    heard: registry.heard,
    begun: (runId) => void queued.add(runId),
    sent(cell, job, runId) {
      queued.delete(runId);
      // What it is told by is asked of the queue.
      setCell(cell, job, {});
    },
    retrying: (cell, job, { attempt, delayMs, isLimited }) =>
      setCell(cell, job, { retry: { attempt, at: clock.now() + delayMs, isLimited } }),
    besideUsd: ({ jobId, cell }) =>
      registry
        .entries()
        .find(({ live }) => live.jobId === jobId)
        ?.live.judgeCost(cell) ?? 0,
    isSpared(jobId, cell) {
      const entry = registry.entries().find(({ live }) => live.jobId === jobId);
      return entry?.live.decisions?.isSpared(placeOfCell(cell)?.variant ?? "") ?? false;
    },
    list,
    watch,
    async start(spec) {
      await ports.ready;
      const { job } = jobsInUse().start(experimentKind, spec);
      await jobsInUse().kept(job.id);
      await asked(takeRatingsOver(store, spec, job.id, clock.now()));
      return act(job.id, async (entry) => {
        // Answers of before are judged by the checks of now.
        if (spec.reused !== undefined) await takeUp(entry, []);
        return entry.live.job;
      });
    },
    pause: (jobId) => act(jobId, () => jobsInUse().pause(jobId)),
    resume: (jobId) =>
      act(jobId, async (entry) => {
        await takeUp(entry, []);
        return jobsInUse().resume(jobId);
      }),
    stop: (jobId) => act(jobId, () => jobsInUse().cancel(jobId)),
    retry: (jobId, states) =>
      act(jobId, async (entry) => {
        await takeUp(entry, states);
        return jobsInUse().retry(jobId, states, (view) => mayRetry(entry, view));
      }),
    scoreAgain: (jobId) =>
      act(jobId, async (entry) => {
        if (entry.live.job.owner === "other" && !hasEnded(entry.live.job)) {
          throw new AppFailure("invalid_input", {
            message: "Another process runs it: score it again when it has ended.",
          });
        }
        await takeUp(entry, ["failed"]);
        return entry.live.job;
      }),
    async broughtIn(jobIds) {
      for (const jobId of jobIds) {
        const entry = await asked(registry.readAgain(jobId));
        if (entry) await summarise(entry);
      }
      registry.changed.tell();
    },
    async remove(jobId) {
      const { live } = await asked(registry.open(jobId));
      if (!hasEnded(live.job)) {
        throw new AppFailure("invalid_input", { message: "It has not ended: stop it before you take it away." });
      }
      await live.kept();
      await asked(store.remove(jobId));
      jobsInUse().dismiss(jobId);
      registry.forget(jobId);
      registry.changed.tell();
    },
    async report(jobId, isLast = false) {
      const { live } = await asked(registry.open(jobId));
      return live.job.state === "running" && !isLast ? reports.recent(live) : reports.fresh(live);
    },
    columns: async (jobId) => columnsOf((await asked(registry.open(jobId))).live.spec),
    async rows(jobId, view, from, count) {
      const { live } = await asked(registry.open(jobId));
      return asked(live.views.page(view, from, count));
    },
    async cell(jobId, place) {
      const { live } = await asked(registry.open(jobId));
      return asked(detailOf(live, place, ports.getRun));
    },
    async rate(jobId, place, given) {
      const entry = await asked(registry.open(jobId));
      const rating = given === null || saysNothing(given) ? null : given;
      await asked(entry.live.rate(place, rating, clock.now()));
      entry.changed.tell();
      return rating;
    },
    async export(jobId, format, signal) {
      const { live } = await asked(registry.open(jobId));
      const report = await reports.fresh(live);
      const { exportExperiment } = await import("./export-experiment.ts");
      return asked(exportExperiment({ live, report, format, getRun: ports.getRun, signal }));
    },
    changes,
    spec: async (jobId) => (await asked(registry.open(jobId))).live.spec,
    ...commandAnswers({ registry, jobs: jobsInUse, store, getRun: ports.getRun, asked }),
    async earlier(jobId) {
      const { live, isPass } = await asked(registry.open(jobId));
      if (isPass) throw new AppFailure("invalid_input", { message: "A run over inputs has nothing to be added to." });
      if (live.job.state === "running" && live.job.owner !== "none") {
        throw new AppFailure("invalid_input", { message: "It still runs: pause it before something is added to it." });
      }
      return { jobId, spec: live.spec, cells: await asked(jobStore.cells(jobId, false)) };
    },
    close: registry.close,
  };
}
