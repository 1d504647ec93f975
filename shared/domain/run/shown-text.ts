import { isJsonObject } from "../json/is-json-object.ts";
import type { JsonObject } from "../json/json.ts";
import { numberAt, textAt } from "../json/read-json.ts";
import { sourceKey, sourcesOf } from "./answer-extras.ts";
import type { RunOutput } from "./stream-event.ts";

/** How a number is written behind the words it is a source of. */
export type SourceMarks = "markdown" | "plain" | "none";

/** Where the number of a source leads in Markdown. */
export const sourceLink = /^#source-(\d+)$/;

/**
 * The words of an answer as they are shown: what follows a step of the provider begins a paragraph of its own, and words
 * that are cited have the number of their source behind them. The answer itself stays as it came.
 * @param marks `none` while it is still coming: its beginning must not change.
 */
export function shownText(output: RunOutput, marks: SourceMarks): string {
  const { order, text } = output;
  if (!order) return text;
  const added = new Map<number, string>();
  const numbers = marks === "none" || /^\s*[[{]/.test(text) ? new Map<number, Set<number>>() : citedAt(output);
  for (const [at, own] of numbers) added.set(at, [...own].map((number) => markOf(number, marks)).join(""));
  let at = 0;
  let hasStep = false;
  for (const span of order) {
    if (span.type === "server_tool") hasStep = at > 0;
    if (span.type !== "text" || span.length === 0) continue;
    const isApart = /\s/.test(text[at - 1] ?? "\n") || /\s/.test(text[at] ?? "\n");
    if (hasStep && !isApart) added.set(at, `${added.get(at) ?? ""}\n\n`);
    hasStep = false;
    at += span.length;
  }
  return withAdded(text, added);
}

function markOf(number: number, marks: SourceMarks): string {
  return marks === "markdown" ? `[\\[${number}\\]](#source-${number})` : `[${number}]`;
}

function withAdded(text: string, added: ReadonlyMap<number, string>): string {
  if (added.size === 0) return text;
  let from = 0;
  const pieces: string[] = [];
  for (const [at, piece] of [...added].toSorted(([a], [b]) => a - b)) {
    pieces.push(text.slice(from, at), piece);
    from = at;
  }
  return [...pieces, text.slice(from)].join("");
}

/** The numbers of sources by the place in the text that they stand at. */
function citedAt(output: RunOutput): Map<number, Set<number>> {
  const { text, order = [] } = output;
  const known = new Map(sourcesOf(output).map((source) => [source.url ?? source.title, source.number]));
  const cited = new Map<number, Set<number>>();
  let told = 0;
  for (const span of order) {
    if (span.type === "text") told += span.length;
    if (span.type !== "citation" || !("value" in span) || !isJsonObject(span.value)) continue;
    const number = known.get(sourceKey(span.value));
    const place = placeOf(span.value, text, told);
    if (number === undefined || place === undefined) continue;
    const at = text.slice(0, place).trimEnd().length;
    if (at === 0 || isInFence(text, at)) continue;
    cited.set(at, (cited.get(at) ?? new Set()).add(number));
  }
  return cited;
}

/** Anthropic tells a source behind the words it is of; OpenAI says where they stand, and has its link in them. */
function placeOf(citation: JsonObject, text: string, told: number): number | undefined {
  if ((textAt(citation, "kind") ?? "").endsWith("_location")) return told;
  const [start, end] = [numberAt(citation, "start"), numberAt(citation, "end")];
  if (start === undefined || end === undefined || end > text.length) return undefined;
  const url = textAt(citation, "url");
  return url === undefined || text.slice(start, end).includes(url) ? end : undefined;
}

function isInFence(text: string, at: number): boolean {
  return (text.slice(0, at).match(/^ {0,3}(?:```|~~~)/gm)?.length ?? 0) % 2 === 1;
}
