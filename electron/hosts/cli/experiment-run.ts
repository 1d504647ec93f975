import { basename } from "node:path";
import { keepAnswered } from "@engine/experiments/store/keep-answered.ts";
import { thisProcess } from "@engine/jobs/owner.ts";
import { type ExperimentSpec, experimentKind } from "@shared/domain/experiment/experiment-spec.ts";
import { hasEnded, type RetriedState } from "@shared/domain/job/job.ts";
import { type Command, type CommandIo, UsageFailure } from "./command.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { checkCellFiles } from "./experiment-cells.ts";
import { joinEarlier } from "./experiment-earlier.ts";
import { printForecast } from "./experiment-forecast.ts";
import { createQueue } from "./experiment-queue.ts";
import { readForRun } from "./experiment-reading.ts";
import { worstExit, writeReports } from "./experiment-report.ts";
import { storePlace } from "./experiment-store.ts";
import { followJob, newestJob, reportJob, type Work, type WorkOutcome, withStore } from "./experiment-work.ts";
import { type ReadWords, readWords } from "./read-words.ts";
import { openSession } from "./session.ts";

/** More files in one run are a mistake of the shell. */
const mostFiles = 1_000;

/** `promptscope experiment run FILE…`: one after the other, with one report over all. */
export const runExperiment: Command = async (words, io, spec) => {
  const given = readWords(words, spec, mostFiles);
  const shard = shardOf(given.text("shard"));
  if (shard && (given.flag("add") || given.flag("reuse"))) {
    throw new UsageFailure("--add and --reuse are of whole experiments: leave out --shard.");
  }
  const files = requiredFiles(given, "run");
  const { queue, allow } = createQueue();
  const session = await openSession(given, io, { quiet: true, history: false, queue });
  const runFile = async (file: string): Promise<WorkOutcome> => {
    const read = await readForRun(file, given, session.runner, io);
    if ("exit" in read) return read;
    if (given.flag("forecast")) {
      await printForecast(read.spec, given, session, io);
      return { exit: exitCodes.done };
    }
    const frozen: ExperimentSpec = { ...read.spec, file: basename(file), ...(shard === undefined ? {} : { shard }) };
    allow(frozen.limits.concurrency);
    const place = storePlace(file, given);
    const joins = given.flag("add") || given.flag("reuse");
    return withStore(place, given, session, io, (work) =>
      joins
        ? joinAndRun(work, frozen, file, place)
        : followJob(work, work.jobs.start(experimentKind, frozen).job, file),
    );
  };
  try {
    const outcomes: WorkOutcome[] = [];
    for (const file of files) {
      outcomes.push(await runFile(file));
      if (io.signal.aborted) break;
    }
    if (shard) {
      io.terminal.note(`Shard ${shard.index} of ${shard.count}: gates are judged by promptscope experiment merge.`);
    }
    return await finish(outcomes, given, io);
  } finally {
    await session.close();
  }
};

/** `--add`, `--reuse`: only what the newest experiment has not answered is sent. */
async function joinAndRun(work: Work, frozen: ExperimentSpec, file: string, place: string): Promise<WorkOutcome> {
  const { experiments, jobs, storage, given, io } = work;
  const earlier = await newestJob(work, basename(file), place);
  const joined = earlier && (await joinEarlier(frozen, earlier.id, given, work, io));
  if (!joined) return { exit: exitCodes.usage };
  const again = { uncertain: false, failed: false };
  if (!joined.isAnswered) {
    const { job } = jobs.start(experimentKind, joined.spec);
    // Answers of before are judged beside what is sent.
    return followJob(work, job, file, experiments.judge(job.id, again));
  }
  io.terminal.note("No variant's model is called: the answers of before are scored by the file as it is now.");
  const id = await keepAnswered(joined.spec, joined.cells, storage.jobs, thisProcess(), Date.now());
  await experiments.judge(id, again);
  return reportJob(work, (await jobs.get(id)).job);
}

/** `promptscope experiment resume FILE`: goes on with the newest experiment of the file. */
export const resumeExperiment: Command = async (words, io, spec) => {
  const given = readWords(words, spec, 1);
  const [file = ""] = requiredFiles(given, "resume");
  const { queue, allow } = createQueue();
  const session = await openSession(given, io, { quiet: true, history: false, queue });
  try {
    const place = storePlace(file, given);
    const outcome = await withStore(place, given, session, io, async (work): Promise<WorkOutcome> => {
      const found = await newestJob(work, basename(file), place);
      if (!found) return { exit: exitCodes.usage };
      const { jobs, experiments } = work;
      allow((await experiments.spec(found.id)).limits.concurrency);
      const again = { uncertain: given.flag("resend-uncertain"), failed: given.flag("retry-failed") };
      const states: RetriedState[] = [
        ...(again.uncertain ? (["uncertain"] as const) : []),
        ...(again.failed ? (["failed"] as const) : []),
        // Cells that were stopped with the command have not been answered; whoever goes on means them too.
        "stopped",
      ];
      await experiments.judge(found.id, again);
      const isAgain = (await experiments.retryable(found.id, states)) > 0;
      if (hasEnded(found) && !isAgain) {
        io.terminal.note("It has ended already; nothing is left to be sent.");
        return reportJob(work, found);
      }
      if (isAgain) await experiments.retry(found.id, states);
      else await experiments.resume(found.id);
      return followJob(work, (await jobs.get(found.id)).job, file);
    });
    return await finish([outcome], given, io);
  } finally {
    await session.close();
  }
};

/** `promptscope experiment report FILE…`: what the newest experiment of each says; sends nothing. */
export const reportExperiment: Command = async (words, io, spec) => {
  const given = readWords(words, spec, mostFiles);
  const files = requiredFiles(given, "report");
  const session = await openSession(given, io, { quiet: true, history: false });
  try {
    const outcomes: WorkOutcome[] = [];
    for (const file of files) {
      const place = storePlace(file, given);
      outcomes.push(
        await withStore(place, given, session, io, async (work) => {
          const found = await newestJob(work, basename(file), place);
          return found ? reportJob(work, found) : { exit: exitCodes.usage };
        }),
      );
    }
    return await finish(outcomes, given, io);
  } finally {
    await session.close();
  }
};

/** Writes what is reported, of all files together. */
export async function finish(outcomes: readonly WorkOutcome[], given: ReadWords, io: CommandIo): Promise<ExitCode> {
  await writeReports(
    outcomes.flatMap(({ made }) => made ?? []),
    given,
    io,
  );
  return worstExit(outcomes.map(({ exit }) => exit));
}

/** @throws UsageFailure */
function requiredFiles(given: ReadWords, action: string): string[] {
  const { operands } = given;
  checkCellFiles(given);
  if (operands.length === 0) throw new UsageFailure(`Name the file: promptscope experiment ${action} FILE.`);
  return operands;
}

/** `2/5`: the second of five. @throws UsageFailure */
function shardOf(text: string | undefined): { index: number; count: number } | undefined {
  if (text === undefined) return undefined;
  const [, index, count] = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text) ?? [];
  if (index === undefined || count === undefined || Number(index) > Number(count)) {
    throw new UsageFailure(`--shard ${text} is not one of several, such as 2/5.`);
  }
  return { index: Number(index), count: Number(count) };
}
