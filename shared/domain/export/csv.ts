import { refOf } from "../prompt/run-prompt.ts";
import type { HistoryRun } from "../run/history.ts";
import type { RunRecord } from "../run/run.ts";

/*
 * Runs as a table for a spreadsheet (RFC 4180, with the mark that makes Excel read UTF-8). What a model or a prompt says
 * can begin like a formula; such a cell gets an apostrophe in front, so that no spreadsheet runs it.
 */

type Cell = string | number | boolean | null | undefined;

const columns: [title: string, value: (run: HistoryRun) => Cell][] = [
  ["id", ({ record }) => record.id],
  ["sequence", ({ record }) => record.sequence],
  ["started", ({ record }) => new Date(record.startedAt).toISOString()],
  ["prompt source", ({ record }) => refOf(record.request.prompt)?.library],
  ["prompt", ({ record }) => refOf(record.request.prompt)?.name],
  ["version", ({ record }) => record.resolved?.prompt.version || refOf(record.request.prompt)?.version],
  ["label", ({ record }) => refOf(record.request.prompt)?.label],
  ["variables", ({ record }) => JSON.stringify(record.request.variables)],
  ["model", ({ record }) => record.plan?.route.model ?? record.request.modelOverride ?? record.request.model],
  ["provider", ({ record }) => record.plan?.route.provider],
  ["outcome", ({ record }) => record.outcome?.kind ?? record.state],
  ["HTTP status", ({ record }) => record.metrics?.httpStatus],
  ["total ms", ({ record }) => record.metrics?.totalMs],
  ["first token ms", ({ record }) => record.metrics?.ttftMs],
  ["tokens per second", ({ record }) => record.metrics?.tokensPerSecond],
  ["input tokens", ({ record }) => record.metrics?.usage.inputTokens],
  ["output tokens", ({ record }) => record.metrics?.usage.outputTokens],
  ["cached input tokens", ({ record }) => record.metrics?.usage.cachedInputTokens],
  ["reasoning tokens", ({ record }) => record.metrics?.usage.reasoningTokens],
  ["cost USD", ({ record }) => record.metrics?.cost?.usd],
  ["replayed", ({ record }) => record.replay !== undefined],
  ["rating", ({ notes }) => notes.rating],
  ["note", ({ notes }) => notes.note],
  ["answer", ({ record }) => record.output.text],
  ["error", ({ record }) => errorText(record)],
  ["best blind of", ({ notes }) => notes.bestBlindOf],
];

/** Also after white space, and in the full-width forms that spreadsheets of East Asia accept. */
const formulaStart = /^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

export const csvHead = `\ufeff${columns.map(([title]) => title).join(",")}\r\n`;

/** One line, with its end. */
export function toCsvLine(run: HistoryRun): string {
  return `${columns.map(([, value]) => toCell(value(run))).join(",")}\r\n`;
}

function toCell(value: Cell): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "string") return String(value);
  const safe = formulaStart.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function errorText({ outcome }: RunRecord): string | undefined {
  if (!outcome || !("error" in outcome)) return undefined;
  const { message, detail } = outcome.error;
  return detail === undefined ? message : `${message} ${detail}`;
}
