import type { CallCredentials } from "@engine/credentials/call-credentials.ts";
import { providerSigns } from "@engine/http/provider-signs.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { versionValue } from "@shared/domain/prompt/version-text.ts";
import type { RunRecord, RunRequest, TokenEstimate } from "@shared/domain/run/run.ts";
import { isSample } from "@shared/domain/run/sample-plan.ts";
import type { StreamEvent } from "@shared/domain/run/stream-event.ts";
import { otherWarnings } from "@shared/domain/template/other-warnings.ts";
import { type Command, type CommandIo, UsageFailure } from "./command.ts";
import { type ExitCode, exitCodeOf, exitCodes } from "./exit-codes.ts";
import { dollars, modelOf, promptOf, seconds, tokens } from "./figures.ts";
import { printCurl, printRequest } from "./print-preview.ts";
import { readHeaders } from "./read-headers.ts";
import { type ReadWords, readWords } from "./read-words.ts";
import { requiredName, runInput } from "./run-input.ts";
import { openSession, type Session } from "./session.ts";
import { inOwnWords, tellError } from "./tell-failure.ts";
import { harmless, oneLine, type Terminal } from "./terminal.ts";

/** `promptscope run NAME` */
export const runCommand: Command = async (words, io, spec) => {
  const given = readWords(words, spec, 1);
  requiredName(given);
  if (given.flag("dry-run") && given.flag("curl")) throw new UsageFailure("Give --dry-run or --curl, not both.");
  const credentials = readHeaders(given);
  const session = await openSession(given, io);
  try {
    const request = { ...(await runInput(given, session, io)), modelOverride: given.text("model") ?? null };
    if (given.flag("dry-run") || given.flag("curl"))
      return await preview(request, given, session, { ...io, credentials });
    return await send(request, given.flag("json"), session, { ...io, credentials });
  } finally {
    await session.close();
  }
};

interface RunIo extends CommandIo {
  credentials: CallCredentials;
}

async function preview(request: RunRequest, words: ReadWords, { runner }: Session, io: RunIo): Promise<ExitCode> {
  const { terminal, signal, credentials } = io;
  const built = await runner.preview(request, { signal }, credentials);
  tellWarnings(built, terminal);
  const { code, ...given } = built.error ?? { code: undefined };
  if (code !== undefined) throw new AppFailure(code, given);
  if (!built.wire) throw new AppFailure("internal", { message: "No request was built." });
  if (built.plan && isSample(built.plan)) {
    terminal.note("A sample model answers only inside Promptscope; sent by itself, this request reaches nobody.");
  }
  if (built.tokenEstimate) {
    built.tokenEstimate = await counted(built.tokenEstimate, runner, signal);
    const { tokens: estimate, tokenizer } = built.tokenEstimate;
    terminal.note(terminal.paintNote("dim", `about ${estimate} tokens of input (${tokenizer})`));
  }
  if (words.flag("curl")) printCurl(built.wire, words.flag("json"), terminal);
  else printRequest(built, built.wire, words.flag("json"), terminal);
  return exitCodes.done;
}

/** The count in place of the first figure, unless it takes longer than somebody at a terminal would wait. */
async function counted(first: TokenEstimate, { tokens }: Session["runner"], signal: AbortSignal) {
  const { countId, ...figure } = first;
  if (countId === undefined) return figure;
  return (await tokens.count(countId, AbortSignal.any([signal, AbortSignal.timeout(countMs)]))) ?? figure;
}

const countMs = 2_000;

async function send(request: RunRequest, json: boolean, { runner }: Session, io: RunIo): Promise<number> {
  const { terminal, signal, credentials } = io;
  const answer = createAnswerPrinter(terminal);
  const emit = (event: StreamEvent, record: RunRecord) => {
    tellProgress(event, record, terminal);
    if (event.type === "end") return;
    if (json) terminal.out(JSON.stringify(event));
    else if (event.type === "text" || event.type === "refusal") answer.text(event.text);
  };
  const record = await runner.run(request, { signal, emit }, credentials);
  if (json) terminal.out(JSON.stringify(resultOf(record)));
  else answer.end(record);
  return tellEnd(record, terminal);
}

/** Writes an answer as it comes and ends it with a line break. */
function createAnswerPrinter(terminal: Terminal) {
  let last = "\n";
  const write = (text: string) => {
    // A file gets the answer as it is; a terminal must not be steered by it.
    const shown = terminal.isTerminal ? harmless(text) : text;
    if (shown === "") return;
    last = shown.slice(-1);
    terminal.raw(shown);
  };
  return {
    text: write,
    end({ output }: RunRecord) {
      if (last !== "\n") write("\n");
      for (const call of output.toolCalls) {
        if (call) write(`→ ${call.function.name}(${call.function.arguments})\n`);
      }
    },
  };
}

function tellProgress(event: StreamEvent, record: RunRecord, terminal: Terminal): void {
  if (event.type === "prepared") {
    terminal.note(
      terminal.paintNote("dim", [promptOf(record), modelOf(record)].map((text) => oneLine(text ?? "")).join(" → ")),
    );
    tellWarnings(record, terminal);
  }
  if (event.type === "retry") {
    terminal.note(`attempt ${event.attempt} in ${seconds(event.delayMs)}: ${oneLine(event.error.message)}`);
  }
}

/** `told`: what was said before, for commands with several runs of one prompt. */
export function tellWarnings(
  { warnings, compiled }: Pick<RunRecord, "warnings" | "compiled">,
  terminal: Terminal,
  told = new Set<string>(),
): void {
  const missing = compiled?.missingVariables ?? [];
  const becomes = compiled?.mode === "js" ? "nothing is sent in its place" : "its tag is sent as it stands";
  const messages = [
    ...otherWarnings(warnings, missing).map(({ message }) => message),
    ...missing.map((name) => `The variable “${name}” has no value; ${becomes}. Give it with --var.`),
  ];
  for (const message of messages) {
    if (told.has(message)) continue;
    told.add(message);
    terminal.note(`${terminal.paintNote("yellow", "warning:")} ${oneLine(message)}`);
  }
}

function tellEnd(record: RunRecord, terminal: Terminal): number {
  const { outcome, metrics } = record;
  if (outcome && "error" in outcome) {
    tellError(outcome.error, terminal);
    return exitCodeOf(outcome.error);
  }
  const figures = [
    seconds(metrics?.totalMs),
    ...(metrics?.ttftMs === undefined ? [] : [`first token ${seconds(metrics.ttftMs)}`]),
    ...(tokens(record) === "–" ? [] : [`${tokens(record)} tokens`]),
    ...(metrics?.cost === undefined ? [] : [dollars(metrics.cost.usd)]),
    ...(outcome && outcome.finishReason !== "stop" ? [`ended with “${oneLine(outcome.finishReason)}”`] : []),
  ];
  terminal.note(terminal.paintNote("dim", figures.join(" · ")));
  return exitCodes.done;
}

/** The last line of `--json`. `headers` are what the answer of a provider that refused says of limits and waits. */
export function resultOf(record: RunRecord) {
  const { resolved, plan, output, outcome, metrics, warnings, checks, exchanges } = record;
  const hasFailed = outcome !== undefined && "error" in outcome;
  const signs = hasFailed ? providerSigns(exchanges.findLast(isOfProvider)?.response?.headers ?? []) : [];
  return {
    type: "result",
    ...(resolved ? { prompt: { name: resolved.prompt.name, version: versionValue(resolved.prompt.version) } } : {}),
    ...(plan ? { provider: plan.route.provider, model: plan.route.model } : {}),
    output,
    outcome: hasFailed ? { ...outcome, error: inOwnWords(outcome.error) } : outcome,
    ...(signs.length > 0 ? { headers: Object.fromEntries(signs) } : {}),
    metrics,
    ...(checks ? { checks } : {}),
    warnings,
  };
}

function isOfProvider({ kind }: RunRecord["exchanges"][number]): boolean {
  return kind === "provider";
}
