import { writeFile } from "node:fs/promises";
import type { CallCredentials } from "@engine/credentials/call-credentials.ts";
import type { RunRequest } from "@shared/domain/run/run.ts";
import { type Command, type CommandIo, UsageFailure } from "./command.ts";
import { compareAsJob } from "./compare-job.ts";
import { answerOf, type Compared, comparisonLines, outcomeOf } from "./comparison-lines.ts";
import { exitCodeOf, exitCodes } from "./exit-codes.ts";
import { promptOf, seconds } from "./figures.ts";
import { readHeaders } from "./read-headers.ts";
import { readWords } from "./read-words.ts";
import { resultOf, tellWarnings } from "./run-command.ts";
import { requiredName, runInput } from "./run-input.ts";
import { openSession, type Session } from "./session.ts";
import { tellError } from "./tell-failure.ts";
import { harmless, oneLine, type Terminal } from "./terminal.ts";

const mostModels = 50;
/** `promptscope compare NAME --model A --model B` */
export const compareCommand: Command = async (words, io, spec) => {
  const given = readWords(words, spec, 1);
  requiredName(given);
  const models = given.list("model");
  if (models.length < 2) throw new UsageFailure("Give at least two models: --model A --model B.");
  if (models.length > mostModels) throw new UsageFailure(`Give at most ${mostModels} models.`);
  const credentials = readHeaders(given);
  const session = await openSession(given, io);
  try {
    const request = await runInput(given, session, io);
    const json = given.flag("json");
    const compared = await runAll(models, request, session, { ...io, credentials }, json);
    if (!json) printComparison(compared, given.flag("full"), io.terminal);
    await writePage(given.text("html"), compared, session);
    return exitCodeOfAll(compared);
  } finally {
    await session.close();
  }
};

interface CompareIo extends CommandIo {
  credentials: CallCredentials;
}

/** All at once, as far as the queue lets them; a JSON line as soon as one has ended. */
function runAll(
  models: readonly string[],
  request: RunRequest,
  session: Session,
  { terminal, signal, credentials }: CompareIo,
  json: boolean,
): Promise<Compared[]> {
  const told = new Set<string>();
  const tell = (compared: Compared): Compared => {
    if (json) terminal.out(JSON.stringify({ ...resultOf(compared.record), asked: compared.model }));
    tellOne(compared, terminal, told);
    return compared;
  };
  // Headers of a call are kept nowhere, so that the app could not go on with a job of them as it was asked for.
  if (session.history && !credentials.headers)
    return compareAsJob(models, request, session.runner, session.history, { signal, tell });
  return Promise.all(
    models.map(async (model) =>
      tell({ model, record: await session.runner.run({ ...request, modelOverride: model }, { signal }, credentials) }),
    ),
  );
}

function tellOne({ model, record }: Compared, terminal: Terminal, told: Set<string>): void {
  const { outcome } = record;
  terminal.note(
    terminal.paintNote("dim", `${oneLine(model)}: ${outcomeOf(record)} after ${seconds(record.metrics?.totalMs)}`),
  );
  tellWarnings(record, terminal, told);
  if (outcome && "error" in outcome) tellError(outcome.error, terminal);
}

function printComparison(compared: readonly Compared[], full: boolean, terminal: Terminal): void {
  const prompt = compared.map(({ record }) => promptOf(record)).find((text) => text !== undefined);
  if (prompt) terminal.out(terminal.paint("bold", oneLine(prompt)));
  const [titles = "", ...lines] = comparisonLines(compared, full, terminal.width);
  terminal.out(terminal.paint("dim", titles));
  for (const line of lines) terminal.out(line);
  if (!full) return;
  for (const { model, record } of compared) {
    terminal.out(`\n${terminal.paint("bold", oneLine(model))}\n${harmless(answerOf(record))}`);
  }
}

/** The second net under what the engine keeps secret is under the file too. */
async function writePage(path: string | undefined, compared: readonly Compared[], session: Session): Promise<void> {
  if (path === undefined) return;
  const { comparisonPage } = await import("@engine/export/comparison-page.ts");
  const page = comparisonPage(
    compared.map(({ record }) => record),
    Date.now(),
  );
  await writeFile(path, session.runner.redact(page));
}

/** Configuration only when nothing else is to blame. */
function exitCodeOfAll(compared: readonly Compared[]): number {
  const codes = compared.flatMap(({ record: { outcome } }) =>
    outcome && "error" in outcome ? [exitCodeOf(outcome.error)] : [],
  );
  if (codes.length === 0) return exitCodes.done;
  if (codes.includes(exitCodes.interrupted)) return exitCodes.interrupted;
  return codes.every((code) => code === exitCodes.configuration) ? exitCodes.configuration : exitCodes.failed;
}
