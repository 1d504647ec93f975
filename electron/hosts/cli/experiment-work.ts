import { experimentKind } from "@shared/domain/experiment/experiment-spec.ts";
import type { JobView } from "@shared/domain/job/job.ts";
import type { CommandIo } from "./command.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { writeCells } from "./experiment-cells.ts";
import { exitOfReport, type MadeReport } from "./experiment-report.ts";
import { type CommandExperiments, openExperiments } from "./experiment-store.ts";
import type { ReadWords } from "./read-words.ts";
import type { Session } from "./session.ts";
import { oneLine, type Terminal } from "./terminal.ts";

/** How a command over one file has ended, and what it has to report. */
export interface WorkOutcome {
  exit: ExitCode;
  made?: MadeReport;
}

/** What a command was given, beside the experiments of a store. */
export interface Work extends CommandExperiments {
  given: ReadWords;
  io: Pick<CommandIo, "terminal" | "signal">;
}

/** Works on the experiments of a store. */
export async function withStore(
  place: string,
  given: ReadWords,
  { runner }: Pick<Session, "runner">,
  io: Pick<CommandIo, "terminal" | "signal">,
  act: (work: Work) => Promise<WorkOutcome>,
): Promise<WorkOutcome> {
  const opened = await openExperiments(place, runner, io.signal);
  try {
    return await act({ ...opened, given, io });
  } finally {
    await opened.close();
  }
}

/** The newest experiment of a store, of one file where several share it; undefined where there is none, which is said. */
export async function newestJob(
  { storage, jobs, io }: Work,
  file: string,
  place: string,
): Promise<JobView | undefined> {
  const rows = (await storage.jobs.list(200)).filter(({ kind }) => kind === experimentKind);
  for (const { id } of rows.sort((a, b) => b.createdAt - a.createdAt)) {
    const { job, spec } = await jobs.get(id);
    const own = typeof spec === "object" && spec !== null && "file" in spec ? spec.file : undefined;
    if (own === undefined || own === file) return job;
  }
  io.terminal.note(`There is no experiment in ${oneLine(place)}: run one first.`);
  return undefined;
}

/**
 * Follows an experiment to its end, a pause, or Ctrl-C.
 * @param judged resolves when answers of before have been judged, which goes on beside it.
 */
export async function followJob(
  work: Work,
  job: JobView,
  file: string,
  judged: Promise<void> = Promise.resolve(),
): Promise<WorkOutcome> {
  const { jobs, stop, io } = work;
  const { terminal, signal } = io;
  let last = job;
  const stopAll = () => void jobs.pause(job.id).then(stop);
  signal.addEventListener("abort", stopAll, { once: true });
  if (signal.aborted) stopAll();
  const told = createProgress(terminal);
  const done = new AbortController();
  // How it stands is counted over all cells: not at each of them.
  let lookedAt = 0;
  for await (const { event } of jobs.events(job.id, -1, done.signal)) {
    // What is told may be of before it was taken up here.
    if (event.type === "job" || last.state === "paused" || performance.now() - lookedAt > 1_000) {
      lookedAt = performance.now();
      last = (await jobs.get(job.id)).job;
      told(last);
    }
    if (last.state === "paused" && last.counts.running === 0) done.abort();
  }
  signal.removeEventListener("abort", stopAll);
  if (last.notice !== null) terminal.note(oneLine(last.notice));
  if (signal.aborted) {
    terminal.note(`Stopped. promptscope experiment resume ${oneLine(file)} goes on with it.`);
    return { exit: exitCodes.interrupted };
  }
  await judged;
  return reportJob(work, last);
}

/** What an experiment says now. */
export async function reportJob({ experiments, given, io }: Work, job: JobView): Promise<WorkOutcome> {
  for (const name of await experiments.uncertainJudgements(job.id)) {
    io.terminal.note(`uncertain: the judgement ${oneLine(decodeURIComponent(name))}`);
  }
  const made = { report: await experiments.report(job.id, true), results: await experiments.results(job.id) };
  await writeCells(made, await experiments.cellsOfFile(job.id), given);
  return { exit: exitOfReport(made.report, job), made };
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
