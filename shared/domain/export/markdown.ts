import type { Message } from "../message/message.ts";
import { refOf } from "../prompt/run-prompt.ts";
import type { HistoryRun, RunNotes } from "../run/history.ts";
import type { RunRecord } from "../run/run.ts";

/** One run as a section for a report or an issue. Texts stand in fences, so that nothing in them becomes markup. */
export function toMarkdown({ record, notes }: HistoryRun): string {
  const { request, resolved, compiled, output } = record;
  const parts = [
    `## Run ${record.sequence}: ${inline(refOf(request.prompt)?.name ?? "no prompt")}`,
    facts(record, notes),
    notes.note === null ? "" : `**Note**\n\n${fence(notes.note)}`,
    Object.keys(request.variables).length === 0
      ? ""
      : `**Variables**\n\n${fence(JSON.stringify(request.variables, null, 2), "json")}`,
    ...(compiled?.messages ?? []).map(({ message }) => `**${inline(message.role)}**\n\n${fence(contentOf(message))}`),
    output.reasoning === "" ? "" : `**Reasoning**\n\n${fence(output.reasoning)}`,
    output.text === "" ? "" : `**Answer**\n\n${fence(output.text)}`,
    output.refusal === "" ? "" : `**Refusal**\n\n${fence(output.refusal)}`,
    output.toolCalls.length === 0
      ? ""
      : `**Tool calls**\n\n${fence(JSON.stringify(output.toolCalls, null, 2), "json")}`,
    error(record),
  ];
  if (resolved?.staleReason) parts.push(`The prompt was an older copy: ${inline(resolved.staleReason)}`);
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function facts(record: RunRecord, { rating, bestBlindOf }: RunNotes): string {
  const { request, resolved, plan, outcome, metrics } = record;
  const usage = metrics?.usage ?? {};
  const asked = refOf(request.prompt);
  const version = resolved?.prompt.version || asked?.version;
  const rows: [string, string | number | undefined][] = [
    ["Started", new Date(record.startedAt).toISOString()],
    ["Prompt version", version],
    ["Label", asked?.label],
    ["Edited", resolved?.edited && "changed text that was not saved"],
    ["Model", plan?.route.model ?? request.modelOverride ?? request.model],
    ["Provider", plan?.route.providerLabel],
    ["Outcome", outcome?.kind ?? record.state],
    ["HTTP status", metrics?.httpStatus],
    ["Total", metrics && `${Math.round(metrics.totalMs)} ms`],
    ["First token", metrics?.ttftMs === undefined ? undefined : `${Math.round(metrics.ttftMs)} ms`],
    [
      "Tokens",
      usage.inputTokens === undefined ? undefined : `${usage.inputTokens} in, ${usage.outputTokens ?? "?"} out`,
    ],
    ["Rating", rating === null ? undefined : `${rating} of 5`],
    ["Blind vote", bestBlindOf === null ? undefined : `best of ${bestBlindOf}`],
    ["Replayed", record.replay && "from a cassette; nothing was sent"],
  ];
  return rows
    .filter(([, value]) => value !== undefined && value !== "")
    .map(([name, value]) => `- ${name}: ${inline(String(value))}`)
    .join("\n");
}

function error({ outcome }: RunRecord): string {
  if (!outcome || !("error" in outcome)) return "";
  const { message, detail } = outcome.error;
  return `**Error**\n\n${fence(detail === undefined ? message : `${message}\n${detail}`)}`;
}

function contentOf({ content }: Message): string {
  if (typeof content === "string") return content;
  return content === null || content === undefined ? "" : JSON.stringify(content, null, 2);
}

/** A fence longer than any run of backticks inside. */
function fence(text: string, language = ""): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const ticks = "`".repeat(longest + 1);
  return `${ticks}${language}\n${text}\n${ticks}`;
}

/** One line in which no character is markup. */
function inline(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_{}[\]<>#|!~&]/g, "\\$&");
}
