import { readFile } from "node:fs/promises";
import { text as textOfStream } from "node:stream/consumers";
import { emptyRequest } from "@shared/domain/run/empty-request.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { type Command, type CommandIo, UsageFailure } from "./command.ts";
import { type ExitCode, exitCodeOf, exitCodes } from "./exit-codes.ts";
import { dollars, modelOf, seconds, tokens } from "./figures.ts";
import { printCurl, printRequest } from "./print-preview.ts";
import { readHeaders } from "./read-headers.ts";
import { positiveInteger, type ReadWords, readWords } from "./read-words.ts";
import { tellWarnings } from "./run-command.ts";
import { openSession } from "./session.ts";
import { tellError } from "./tell-failure.ts";
import { oneLine } from "./terminal.ts";

/** `promptscope embed TEXT` */
export const embedCommand: Command = async (words, io, spec) => {
  const given = readWords(words, spec, 1);
  if (given.flag("dry-run") && given.flag("curl")) throw new UsageFailure("Give --dry-run or --curl, not both.");
  const model = given.text("model");
  if (!model) throw new UsageFailure("Name a model: --model openai/text-embedding-3-small.");
  const dimensions = positiveInteger("dimensions", given.text("dimensions"));
  const credentials = readHeaders(given);
  const request = {
    ...emptyRequest,
    input: await readTexts(given),
    modelOverride: model,
    overrides: dimensions === undefined ? {} : { dimensions },
  };
  const session = await openSession(given, io, { quiet: true });
  const { runner } = session;
  const { terminal, signal } = io;
  try {
    if (given.flag("dry-run") || given.flag("curl")) {
      const built = await runner.preview(request, { signal }, credentials);
      tellWarnings(built, terminal);
      if (built.error) {
        tellError(built.error, terminal);
        return exitCodeOf(built.error);
      }
      if (built.wire && given.flag("curl")) printCurl(built.wire, given.flag("json"), terminal);
      else if (built.wire) printRequest(built, built.wire, given.flag("json"), terminal);
      return exitCodes.done;
    }
    const record = await runner.run(request, { signal }, credentials);
    tellWarnings(record, terminal);
    return print(record, given.flag("json"), terminal);
  } finally {
    await session.close();
  }
};

/** One text of the command line, or those of a file, one a line. @throws UsageFailure */
async function readTexts({ operands, text }: ReadWords): Promise<string[]> {
  const [operand] = operands;
  const file = text("input");
  if ((operand === undefined) === (file === undefined)) {
    throw new UsageFailure("Give one text, or --input with a file of texts, one a line; - reads stdin.");
  }
  if (file === undefined) return [operand ?? ""];
  const lines = file === "-" ? await textOfStream(process.stdin) : await readFile(file, "utf8").catch(unreadable(file));
  const texts = lines.split(/\r?\n/).filter((line) => line !== "");
  if (texts.length === 0) throw new UsageFailure(`${file} has no text in it.`);
  return texts;
}

function unreadable(file: string): (error: unknown) => never {
  return (error) => {
    throw new UsageFailure(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  };
}

/** A vector a line, as a JSON list of numbers. */
function print(record: RunRecord, json: boolean, terminal: CommandIo["terminal"]): ExitCode | number {
  const { outcome, output, metrics, plan } = record;
  if (outcome && "error" in outcome) {
    tellError(outcome.error, terminal);
    return exitCodeOf(outcome.error);
  }
  const vectors = output.vectors?.numbers ?? [];
  if (json) {
    const { provider } = plan?.route ?? {};
    terminal.out(JSON.stringify({ type: "result", provider, model: modelOf(record), vectors, metrics }));
  } else for (const vector of vectors) terminal.out(JSON.stringify(vector));
  const figures = [
    oneLine(modelOf(record) ?? ""),
    `${vectors.length} × ${output.vectors?.dimensions ?? 0} numbers`,
    seconds(metrics?.totalMs),
    ...(metrics?.usage.inputTokens === undefined ? [] : [`${tokens(record)} tokens`]),
    ...(metrics?.cost === undefined ? [] : [dollars(metrics.cost.usd)]),
  ];
  terminal.note(terminal.paintNote("dim", figures.join(" · ")));
  return exitCodes.done;
}
