import type { Dataset } from "@shared/domain/dataset/dataset.ts";
import { DatasetRefusal } from "./dataset-refusal.ts";
import { itemsIn } from "./items-in-json.ts";
import { JsonFault, type JsonListener, parseJson, skipBlanks } from "./json-parser.ts";
import { fillJsonTable, type JsonItem } from "./json-table.ts";
import type { ReadRows } from "./read-csv.ts";
import { quoted, type WarningList } from "./warning-list.ts";

/** Whether a text is JSON or JSONL: content counts before the name. */
export function looksLikeJson(text: string, name: string): boolean {
  const first = text[skipBlanks(text, 0)];
  return first === "{" || first === "[" || /\.(?:jsonl|ndjson|json)$/i.test(name);
}

/** Reads JSON and JSONL in steps (`README.md#json`). @throws DatasetRefusal */
export function* readJson(text: string, name: string, warnings: WarningList): Generator<void, ReadRows> {
  const isNamedLines = /\.(?:jsonl|ndjson)$/i.test(name);
  const newline = newlineOf(text);
  const whole = yield* readWhole(text, isNamedLines, warnings);
  if (whole !== undefined) {
    if (isNamedLines) warnings.add({ code: "other-format", message: "The file is one JSON value and not JSONL." });
    return { ...fillJsonTable(itemsIn(whole, warnings), warnings), format: "json", newline, badLines: 0 };
  }
  const { items, bad } = yield* readLines(text, warnings);
  if (/\.json$/i.test(name))
    warnings.add({ code: "other-format", message: "The file is JSONL: a value on each line." });
  return { ...fillJsonTable(items, warnings), format: "jsonl", newline, badLines: bad };
}

type Whole = Parameters<typeof itemsIn>[0];

/** The one value of a JSON file; undefined where there are several, as in JSONL. */
function* readWhole(text: string, isNamedLines: boolean, warnings: WarningList): Generator<void, Whole | undefined> {
  const start = skipBlanks(text, 0);
  try {
    const { value, end } = yield* parseJson(
      text,
      start,
      duplicates(warnings, () => undefined),
    );
    if (skipBlanks(text, end) < text.length) return undefined;
    // One object under that name is one line of it; a list is not.
    return isNamedLines && !Array.isArray(value) ? undefined : value;
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    // Several lines that each begin a value are JSONL with a broken first line.
    if (isNamedLines && text[start] !== "[") return undefined;
    if (isNamedLines && /[\r\n][^\S\r\n]*\[/.test(text.slice(start + 1))) return undefined;
    if (
      text[start] === "{" &&
      /[\r\n][^\S\r\n]*\{/.test(text.slice(start + 1, start + 65_536)) &&
      isOneLine(text, start)
    )
      return undefined;
    throw refusal(text, error);
  }
}

/** Whether the first line is closed as an object is. */
function isOneLine(text: string, start: number): boolean {
  const end = /[\r\n]/.exec(text.slice(start))?.index ?? text.length;
  return text
    .slice(start, start + end)
    .trimEnd()
    .endsWith("}");
}

function refusal(text: string, { at, message }: JsonFault): DatasetRefusal {
  const { line, col } = placeOf(text, at);
  return new DatasetRefusal({ code: "bad-json", line, col, message: `Line ${line}, character ${col}: ${message}.` });
}

function placeOf(text: string, offset: number): { line: number; col: number } {
  const before = text.slice(0, offset);
  const ends = before.match(/\r\n|\n|\r/g);
  const start = Math.max(before.lastIndexOf("\n"), before.lastIndexOf("\r")) + 1;
  return { line: (ends?.length ?? 0) + 1, col: offset - start + 1 };
}

function duplicates(warnings: WarningList, line: () => number | undefined): JsonListener {
  return {
    duplicate(key) {
      const at = line();
      const where = at === undefined ? "" : `Line ${at}: `;
      const message = `${where}the key ${quoted(key)} is there twice in an object; the last counts.`;
      warnings.add({ code: "duplicate-key", ...(at === undefined ? {} : { line: at }), message });
    },
  };
}

/** A value on each line. A value that goes on over more lines is read, too, and told; a line that is none is left out and told. */
function* readLines(text: string, warnings: WarningList): Generator<void, { items: JsonItem[]; bad: number }> {
  const items: JsonItem[] = [];
  let firstFault: { line: number; fault: JsonFault; at: number } | undefined;
  let bad = 0;
  let line = 0;
  let spread = false;
  const told = duplicates(warnings, () => line);
  for (let at = 0; at < text.length; ) {
    line += 1;
    if (line % 500 === 0) yield;
    const { end, next } = lineEnd(text, at);
    const begun = at;
    const own = text.slice(at, end);
    at = next;
    if (own.trim() === "") continue;
    try {
      const { value, end: stopped } = yield* parseJson(own, 0, told);
      const rest = skipBlanks(own, stopped);
      if (rest < own.length) throw new JsonFault("more stands behind the value", rest);
      items.push({ line, value });
    } catch (error) {
      if (!(error instanceof JsonFault)) throw error;
      const over = error.at >= own.length ? yield* readOver(text, begun, told) : undefined;
      if (over) {
        items.push({ line, value: over.value });
        if (!spread)
          warnings.add({
            code: "not-one-per-line",
            line,
            message: `Line ${line}: a value goes on over several lines.`,
          });
        spread = true;
        const after = lineEnd(text, over.end);
        line += (text.slice(begun, after.end).match(/\r\n|\n|\r/g) ?? []).length;
        at = after.next;
        continue;
      }
      bad += 1;
      firstFault ??= { line, fault: error, at: begun + error.at };
      const isDeep = error.message.startsWith("nested");
      const col = error.at + 1;
      const message = `Line ${line}, character ${col}: ${error.message}; the line is left out.`;
      warnings.add({ code: isDeep ? "too-deep" : "bad-line", line, col, message });
    }
  }
  if (items.length === 0 && firstFault) throw refusal(text, new JsonFault(firstFault.fault.message, firstFault.at));
  return { items: withoutMeta(items, warnings), bad };
}

function* readOver(
  text: string,
  from: number,
  told: JsonListener,
): Generator<void, { value: Whole; end: number } | undefined> {
  try {
    const { value, end } = yield* parseJson(text, from, told);
    const { end: lineStop } = lineEnd(text, end);
    return text.slice(end, lineStop).trim() === "" ? { value, end } : undefined;
  } catch (error) {
    if (error instanceof JsonFault) return undefined;
    throw error;
  }
}

/** LF, CRLF and CR each end a line; U+2028 and its like are characters. */
function lineEnd(text: string, from: number): { end: number; next: number } {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 10) return { end: at, next: at + 1 };
    if (code === 13) return { end: at, next: text.charCodeAt(at + 1) === 10 ? at + 2 : at + 1 };
  }
  return { end: text.length, next: text.length };
}

/** A first line that describes the file: an object of nothing but a key such as `_meta`. */
function withoutMeta(items: JsonItem[], warnings: WarningList): JsonItem[] {
  const [first, second] = items;
  if (!(first?.value instanceof Map) || first.value.size !== 1 || !(second?.value instanceof Map)) return items;
  const [key = ""] = first.value.keys();
  if (!/^_?_?meta/.test(key) || second.value.has(key)) return items;
  const line = first.line ?? 1;
  warnings.add({ code: "meta-line", line, message: `Line ${line} describes the file (${quoted(key)}) and is no row.` });
  return items.slice(1);
}

function newlineOf(text: string): Dataset["newline"] {
  const crlf = text.includes("\r\n");
  const bare = /(?:^|[^\r])\n/.test(text);
  if (crlf && bare) return "mixed";
  if (crlf) return "crlf";
  return !bare && text.includes("\r") ? "cr" : "lf";
}
