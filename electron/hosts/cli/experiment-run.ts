import { type CellResults, createCellResults } from "@engine/experiments/cell-results.ts";
import { createJudges } from "@engine/experiments/judging/judges.ts";
import { pairsOf } from "@engine/experiments/judging/pairs.ts";
import { hasSpoken } from "@engine/experiments/live/reports.ts";
import { createCellsOfFile } from "@engine/experiments/reports/cell-of-file.ts";
import { isAnswer } from "@engine/experiments/score-run.ts";
import type { KeptRating } from "@engine/experiments/store/experiment-store.ts";
import type { Runner } from "@engine/runner.ts";
import type { CellResult } from "@shared/domain/experiment/cell-result.ts";
import { createDecisionWatch, type DecisionWatch } from "@shared/domain/experiment/decision-watch.ts";
import { reportOf } from "@shared/domain/experiment/experiment-report.ts";
import { type ExperimentSpec, experimentSpecSchema } from "@shared/domain/experiment/experiment-spec.ts";
import { isBesideCell, nameCell, placeOfCell } from "@shared/domain/job/expand-cells.ts";
import type { CellView, JobView } from "@shared/domain/job/job.ts";
import { hasEnded } from "@shared/domain/job/job.ts";
import type { RunRecord, RunRequest } from "@shared/domain/run/run.ts";
import { type Command, type CommandIo, UsageFailure } from "./command.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { type JoinedExperiment, joinEarlier } from "./experiment-earlier.ts";
import { printForecast } from "./experiment-forecast.ts";
import { createQueue, type ExperimentQueue } from "./experiment-queue.ts";
import { readForRun } from "./experiment-reading.ts";
import { exitOfReport, writeReport } from "./experiment-report.ts";
import { type ExperimentStore, openExperimentStore, storeFolder } from "./experiment-store.ts";
import { type ReadWords, readWords } from "./read-words.ts";
import { openSession } from "./session.ts";
import { oneLine, type Terminal } from "./terminal.ts";

/** `promptscope experiment run FILE` */
export const runExperiment: Command = async (words, io, spec) => {
  const given = readWords(words, spec, 1);
  const file = requiredFile(given, "run");
  const { queue, allow } = createQueue();
  const session = await openSession(given, io, { quiet: true, history: false, queue });
  try {
    const read = await readForRun(file, given, session.runner, io);
    if ("exit" in read) return read.exit;
    if (given.flag("forecast")) {
      await printForecast(read.spec, given, session, io);
      return exitCodes.done;
    }
    return await withStore(file, given, { runner: session.runner, allow }, io, async (work) => {
      const joined = await work.joined(read.spec);
      if (joined === undefined) return exitCodes.usage;
      const { spec, isAnswered } = joined;
      work.begin(spec, !isAnswered);
      if (isAnswered) {
        io.terminal.note("Nothing is sent: the answers of before are scored by the file as it is now.");
        await work.takeOver(spec, "");
        return work.report({ id: "", state: "done" });
      }
      const { job } = work.store.jobs.start("experiment", spec);
      await work.takeOver(spec, job.id);
      return work.follow(job);
    });
  } finally {
    await session.close();
  }
};

/** `promptscope experiment resume FILE`: goes on with the newest experiment of the file's store. */
export const resumeExperiment: Command = async (words, io, spec) => {
  const given = readWords(words, spec, 1);
  const file = requiredFile(given, "resume");
  const { queue, allow } = createQueue();
  const session = await openSession(given, io, { quiet: true, history: false, queue });
  try {
    return await withStore(file, given, { runner: session.runner, allow }, io, async (work) => {
      const found = await work.newest(true);
      if (!found) return exitCodes.usage;
      const { jobs } = work.store;
      const states = [
        ...(given.flag("resend-uncertain") ? (["uncertain"] as const) : []),
        ...(given.flag("retry-failed") ? (["failed"] as const) : []),
        "stopped" as const,
      ];
      // Cells that were stopped with the command have not been answered; whoever goes on means them too.
      const again = found.cells.some((view) => states.some((state) => state === view.state) && work.mayRetry(view));
      if (hasEnded(found.job) && !again) {
        io.terminal.note("It has ended already; nothing is left to be sent.");
        return work.report(found.job);
      }
      const job = again ? await jobs.retry(found.job.id, states, work.mayRetry) : await jobs.resume(found.job.id);
      return work.follow(job);
    });
  } finally {
    await session.close();
  }
};

/** `promptscope experiment report FILE`: what the newest experiment of the store says; sends nothing. */
export const reportExperiment: Command = async (words, io, spec) => {
  const given = readWords(words, spec, 1);
  const file = requiredFile(given, "report");
  const session = await openSession(given, io, { quiet: true, history: false });
  try {
    return await withStore(file, given, { runner: session.runner, allow: () => undefined }, io, async (work) => {
      const found = await work.newest(false);
      return found ? work.report(found.job) : exitCodes.usage;
    });
  } finally {
    await session.close();
  }
};

function requiredFile({ operands: [file] }: ReadWords, action: string): string {
  if (file === undefined) throw new UsageFailure(`Name the file: promptscope experiment ${action} FILE.`);
  return file;
}

interface Work {
  store: ExperimentStore;
  begin(spec: ExperimentSpec, sends: boolean): void;
  /** The newest experiment, with its results so far. */
  newest(sends: boolean): Promise<{ job: JobView; cells: CellView[] } | undefined>;
  /** What counts is not sent again until it is green: of what failed only what says nothing of its variant. */
  mayRetry(view: CellView): boolean;
  /** With what the newest experiment has answered already, where `--add` or `--reuse` asks for it; undefined where it does not go. */
  joined(spec: ExperimentSpec): Promise<JoinedExperiment | undefined>;
  /** Judges answers of the earlier experiment. */
  takeOver(spec: ExperimentSpec, jobId: string): Promise<void>;
  follow(job: JobView): Promise<ExitCode>;
  report(job: Pick<JobView, "id" | "state">): Promise<ExitCode>;
}

async function withStore(
  file: string,
  given: ReadWords,
  { runner, allow }: { runner: Runner } & Pick<ExperimentQueue, "allow">,
  { terminal, signal, variables }: CommandIo,
  act: (work: Work) => Promise<ExitCode>,
): Promise<ExitCode> {
  const never = new AbortController().signal;
  let spec: ExperimentSpec | undefined;
  let results: CellResults | undefined;
  const folder = storeFolder(file, given);
  let judges = createJudges();
  let watch: DecisionWatch | undefined;
  let pairs = pairsOf(undefined);
  let ratings = new Map<string, KeptRating["rating"]>();
  let jobId = "";
  const store = await openExperimentStore(folder, {
    runner,
    spec: () => spec,
    ended: async (cell, record, job) => {
      jobId = job.jobId;
      await add(cell, record);
    },
    besideUsd: (cell) => judges.costOf(cell),
    isSpared: (cell) => watch?.isSpared(placeOfCell(cell)?.variant ?? "") ?? false,
  });
  async function add(cell: string, record: RunRecord): Promise<void> {
    await score(cell, record, cell);
    // Those that waited for this answer to be held against it.
    const place = placeOfCell(cell);
    for (const other of place ? pairs.waitingFor(place).map(nameCell) : []) {
      const known = results?.find(other);
      if (known?.runId && pairs.lacksScore(known))
        await score(other, (await store.history.get(known.runId)).record, cell);
    }
  }

  async function score(cell: string, record: RunRecord, paidBy: string): Promise<void> {
    const place = placeOfCell(cell);
    if (!place) return;
    const beside = {
      paidBy,
      rating: ratings.get(cell) ?? null,
      answerOf: (variant: string) => answerAt(nameCell({ ...place, variant })),
    };
    const isComplete = () => pairs.others(place).map(nameCell).every(hasEndedAt);
    let result = await results?.add(cell, record, judges.of(cell, beside));
    // The other answer may have come meanwhile.
    if (result && pairs.lacksOther(result) && isComplete())
      result = await results?.add(cell, record, judges.of(cell, beside));
    if (result && (!pairs.lacksOther(result) || isComplete())) watch?.add(result);
  }

  function hasEndedAt(cell: string): boolean {
    const standing = results?.find(cell)?.standing;
    return standing === "done" || standing === "open";
  }

  async function answerAt(cell: string): Promise<string | undefined> {
    const runId = results?.find(cell)?.runId;
    if (!runId || !hasEndedAt(cell)) return undefined;
    const { record } = await store.history.get(runId);
    return record.outcome && isAnswer(record.outcome) ? record.output.text : undefined;
  }
  function note(view: CellView): void {
    const result = results?.note(view);
    if (result?.standing === "uncertain") watch?.add(result);
  }
  const send = (request: RunRequest, cell: string) => store.beside(request, { jobId, cell });
  const begin = (frozen: ExperimentSpec, sends: boolean) => {
    spec = frozen;
    allow(frozen.limits.concurrency);
    results = createCellResults(frozen, never);
    pairs = pairsOf(frozen);
    watch = frozen.verdict.stopWhenDecided ? createDecisionWatch(frozen) : undefined;
    judges = sends ? createJudges(send) : createJudges();
  };

  /** Judgements of before are not asked for again; those that may have left before a crash only when it is said so. */
  async function knowJudgements(id: string): Promise<void> {
    const runs = await store.history.jobs.cells(id, false);
    for (const { cell, runId, state, mayHaveLeft } of runs.filter((one) => isBesideCell(one.cell))) {
      if (!mayHaveLeft || (state !== "finished" && given.flag("resend-uncertain"))) continue;
      const { record } = await store.history.get(runId);
      // One that was stopped with the command has not been answered.
      if (record.outcome?.kind === "cancelled") continue;
      const isAnswered = record.outcome?.kind === "completed" || record.outcome?.kind === "completed_unterminated";
      if (state === "finished" && !isAnswered && given.flag("retry-failed")) continue;
      judges.know(record, state !== "finished");
      if (state !== "finished") terminal.note(`uncertain: the judgement ${oneLine(decodeURIComponent(cell))}`);
    }
  }

  async function newestJob(): Promise<JobView | undefined> {
    const jobs = [...(await store.jobs.list()), ...(await store.jobs.ended(50))];
    const job = jobs.filter(({ kind }) => kind === "experiment").sort((a, b) => b.createdAt - a.createdAt)[0];
    if (!job) terminal.note(`There is no experiment in ${oneLine(folder)}: run one first.`);
    return job;
  }

  async function joined(frozen: ExperimentSpec): Promise<JoinedExperiment | undefined> {
    if (!given.flag("add") && !given.flag("reuse")) return { spec: frozen, isAnswered: false };
    const job = await newestJob();
    if (!job) return undefined;
    return joinEarlier(frozen, job.id, given, store, terminal);
  }

  async function takeOver({ reused = {}, reusedFrom }: ExperimentSpec, id: string): Promise<void> {
    jobId = id;
    if (reusedFrom !== undefined) await knowJudgements(reusedFrom);
    for (const [cell, runId] of Object.entries(reused)) await add(cell, (await store.history.get(runId)).record);
  }

  async function newest(sends: boolean): Promise<{ job: JobView; cells: CellView[] } | undefined> {
    const job = await newestJob();
    if (!job) return undefined;
    const detail = await store.jobs.get(job.id);
    begin(experimentSpecSchema().parse(detail.spec), sends);
    jobId = job.id;
    await knowJudgements(jobId);
    ratings = new Map((await store.history.experiments.ratings(jobId)).map(({ cell, rating }) => [cell, rating]));
    const left = [...detail.cells];
    const lane = async () => {
      for (let view = left.shift(); view; view = left.shift()) {
        if (view.state !== "answered" && view.state !== "failed") note(view);
        else if (view.runId !== null) {
          const { record } = await store.history.get(view.runId);
          await add(view.cell, record);
        }
      }
    };
    // What is to be judged yet is asked for by a few at once.
    await Promise.all(Array.from({ length: 8 }, lane));
    if (spec) await takeOver(spec, job.id);
    return { job: detail.job, cells: detail.cells };
  }

  async function report(job: Pick<JobView, "id" | "state">): Promise<ExitCode> {
    if (!spec || !results) return exitCodes.failed;
    const list = results.list();
    const made = reportOf(spec, list, judges.cost(), await hasSpoken(job.id, list, store.history.experiments));
    const cellWith = createCellsOfFile(spec);
    const cellOf = async (result: CellResult) => {
      const record = result.runId === null ? null : (await store.history.get(result.runId)).record;
      return cellWith(result, record?.output.text ?? null, ratings.get(nameCell(result)) ?? null);
    };
    await writeReport(made, list, { spec, cellOf, variables }, given, terminal);
    return exitOfReport(made, job);
  }

  async function follow(job: JobView): Promise<ExitCode> {
    let last = job;
    const stop = () => {
      void store.jobs.pause(job.id).then(store.stop);
    };
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    const told = createProgress(terminal);
    const done = new AbortController();
    // How it stands is counted over all cells: not at each of them.
    let lookedAt = 0;
    for await (const { event } of store.jobs.events(job.id, -1, done.signal)) {
      if (event.type === "job") last = event.job;
      else if (last.state === "paused" || performance.now() - lookedAt > 1_000) {
        lookedAt = performance.now();
        last = (await store.jobs.get(job.id)).job;
        told(last);
      }
      if (last.state === "paused" && last.counts.running === 0) done.abort();
    }
    signal.removeEventListener("abort", stop);
    if (last.notice !== null) terminal.note(oneLine(last.notice));
    if (signal.aborted) {
      terminal.note(`Stopped. promptscope experiment resume ${oneLine(file)} goes on with it.`);
      return exitCodes.interrupted;
    }
    const detail = await store.jobs.get(job.id);
    for (const view of detail.cells) if (view.state !== "answered" && view.state !== "failed") note(view);
    return report(detail.job);
  }

  try {
    const mayRetry = ({ cell, state }: CellView) => state !== "failed" || results?.find(cell)?.standing === "open";
    return await act({ store, begin, newest, joined, takeOver, follow, report, mayRetry });
  } finally {
    await store.close();
  }
}

/** A line now and then, where a person looks. */
function createProgress(terminal: Terminal): (job: JobView) => void {
  let toldAt = 0;
  return ({ cells, counts }) => {
    const now = performance.now();
    const done = counts.answered + counts.failed;
    if (now - toldAt < 2_000 && done < cells) return;
    toldAt = now;
    terminal.note(`${done} of ${cells}, ${counts.failed} failed`);
  };
}
