import type { Dataset } from "@shared/domain/dataset/dataset.ts";
import type { RowList } from "@shared/domain/dataset/row-list.ts";
import { DatasetRefusal } from "./dataset-refusal.ts";
import { itemsIn } from "./items-in-json.ts";
import { checkValues, findList, ValuePlaces } from "./json-items.ts";
import { JsonFault, type JsonListener, parseJson, skipBlanks } from "./json-parser.ts";
import { fillJsonTable, type JsonItem } from "./json-table.ts";
import type { PagedText } from "./paged-text.ts";
import type { ReadRows } from "./read-csv.ts";
import { quoted, type WarningList } from "./warning-list.ts";

/** Whether a text is JSON or JSONL: content counts before the name. */
export function looksLikeJson(text: string, name: string): boolean {
  const first = text[skipBlanks(text, 0)];
  return first === "{" || first === "[" || /\.(?:jsonl|ndjson|json)$/i.test(name);
}

/** A list, or JSONL, of more characters is read from where it stands; other forms are read whole, up to the second. */
const heldAtMost = { list: 1024 * 1024, other: 64 * 1024 * 1024 };

/** Reads JSON and JSONL in steps (`README.md#json`). @throws DatasetRefusal */
export function* readJson(text: PagedText, name: string, warnings: WarningList): Generator<void, ReadRows> {
  const isNamedLines = /\.(?:jsonl|ndjson)$/i.test(name);
  const newline = yield* newlineOf(text);
  const whole = yield* readWhole(text, isNamedLines, warnings);
  if (whole !== undefined) {
    if (isNamedLines) warnings.add({ code: "other-format", message: "The file is one JSON value and not JSONL." });
    return { ...(yield* fillJsonTable(whole, warnings)), format: "json", newline, badLines: 0 };
  }
  const { items, bad } = yield* readLines(text, warnings);
  if (/\.json$/i.test(name))
    warnings.add({ code: "other-format", message: "The file is JSONL: a value on each line." });
  return { ...(yield* fillJsonTable(items, warnings)), format: "jsonl", newline, badLines: bad };
}

/** The rows of the one value of a JSON file; undefined where there are several, as in JSONL. */
function* readWhole(
  text: PagedText,
  isNamedLines: boolean,
  warnings: WarningList,
): Generator<void, RowList<JsonItem> | undefined> {
  const told = duplicates(warnings, () => undefined);
  const start = skipBlanks(text.slice(0, heldAtMost.list), 0);
  if (text.length > heldAtMost.list) {
    const isList = text.slice(start, start + 1) === "[";
    // One object under that name is one line of it.
    if (!isList && (isNamedLines || (yield* isFirstOfLines(text, start)))) return undefined;
    if (isList) {
      const { found, places } = yield* findList(text, start);
      if (found === "more behind it") return undefined;
      const fault = found === "whole" ? yield* faultIn(checkValues(text, places, told)) : undefined;
      if (found === "whole" && !fault) return places.items();
      // Read whole, the list says what is wrong with it.
      if (fault && text.length > heldAtMost.other) throw refusal(text, fault);
    }
    if (text.length > heldAtMost.other) {
      const message = "JSON of this form is read whole, and larger than 64 MB: write it as JSON lines, or as a list.";
      throw new DatasetRefusal({ code: "too-large", message });
    }
  }
  const value = yield* readValue(text, start, isNamedLines, told);
  return value === undefined ? undefined : itemsIn(value, warnings);
}

/** Whether the first line is a value, with more behind it. */
function* isFirstOfLines(text: PagedText, start: number): Generator<void, boolean> {
  const { end, next } = lineEnd(text, start);
  if (text.slice(next, next + heldAtMost.list).trim() === "") return false;
  const own: [number, number][] = [[start, end]];
  return (yield* faultIn(checkValues(text, own, {}))) === undefined;
}

function* faultIn(check: Generator<void, void>): Generator<void, JsonFault | undefined> {
  try {
    yield* check;
    return undefined;
  } catch (error) {
    if (error instanceof JsonFault) return error;
    throw error;
  }
}

type Whole = Parameters<typeof itemsIn>[0];

/** The one value of a text that is held; undefined where there are several. */
function* readValue(
  paged: PagedText,
  start: number,
  isNamedLines: boolean,
  told: JsonListener,
): Generator<void, Whole | undefined> {
  const text = paged.slice(0, paged.length);
  try {
    const { value, end } = yield* parseJson(text, start, told);
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
    throw refusal(paged, error);
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

function refusal(text: PagedText, { at, message }: JsonFault): DatasetRefusal {
  const { line, col } = placeOf(text, at);
  return new DatasetRefusal({ code: "bad-json", line, col, message: `Line ${line}, character ${col}: ${message}.` });
}

function placeOf(text: PagedText, offset: number): { line: number; col: number } {
  let [line, start] = [1, 0];
  for (;;) {
    const { next } = lineEnd(text, start);
    if (next > offset || next === start || next >= text.length) return { line, col: offset - start + 1 };
    line += 1;
    start = next;
  }
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
function* readLines(
  text: PagedText,
  warnings: WarningList,
): Generator<void, { items: RowList<JsonItem>; bad: number }> {
  const places = new ValuePlaces(text);
  let firstFault: JsonFault | undefined;
  let bad = 0;
  let line = 0;
  let spread = false;
  const told = duplicates(warnings, () => line);
  for (let at = 0; at < text.length; ) {
    line += 1;
    if (line % 500 === 0) yield;
    const { end, next } = lineEnd(text, at);
    const begun = at;
    at = next;
    if (text.slice(begun, end).trim() === "") continue;
    const fault = yield* faultIn(checkValues(text, [[begun, end]], told));
    if (!fault) {
      places.add(begun, end, line);
      continue;
    }
    const over = fault.at >= end ? yield* readOver(text, begun, told) : undefined;
    if (over !== undefined) {
      places.add(begun, over, line);
      if (!spread)
        warnings.add({ code: "not-one-per-line", line, message: `Line ${line}: a value goes on over several lines.` });
      spread = true;
      const after = lineEnd(text, over);
      line += (text.slice(begun, after.end).match(/\r\n|\n|\r/g) ?? []).length;
      at = after.next;
      continue;
    }
    bad += 1;
    firstFault ??= fault;
    const isDeep = fault.message.startsWith("nested");
    const col = fault.at - begun + 1;
    const message = `Line ${line}, character ${col}: ${fault.message}; the line is left out.`;
    warnings.add({ code: isDeep ? "too-deep" : "bad-line", line, col, message });
  }
  if (places.length === 0 && firstFault) throw refusal(text, firstFault);
  return { items: places.items(hasMeta(places.items(), warnings) ? 1 : 0), bad };
}

/** A value that begins here and goes on over more lines. @returns where it ends; undefined where it is none. */
function* readOver(text: PagedText, from: number, told: JsonListener): Generator<void, number | undefined> {
  for (let length = heldAtMost.list; ; length *= 8) {
    const own = text.slice(from, from + length);
    try {
      const { end } = yield* parseJson(own, 0, told);
      const { end: lineStop } = lineEnd(text, from + end);
      return text.slice(from + end, lineStop).trim() === "" ? from + end : undefined;
    } catch (error) {
      if (!(error instanceof JsonFault)) throw error;
      const isCut = error.isCut && from + length < text.length && length < heldAtMost.other;
      if (!isCut) return undefined;
    }
  }
}

/** LF, CRLF and CR each end a line; U+2028 and its like are characters. */
function lineEnd(text: PagedText, from: number): { end: number; next: number } {
  let base = from;
  for (const piece of text.pieces(from)) {
    const [lf, cr] = [piece.indexOf("\n"), piece.indexOf("\r")];
    const at = lf < 0 ? cr : cr < 0 ? lf : Math.min(lf, cr);
    if (at >= 0) {
      const end = base + at;
      return { end, next: text.slice(end, end + 2) === "\r\n" ? end + 2 : end + 1 };
    }
    base += piece.length;
  }
  return { end: text.length, next: text.length };
}

/** Whether the first line describes the file: an object of nothing but a key such as `_meta`. */
function hasMeta(items: RowList<JsonItem>, warnings: WarningList): boolean {
  const [first, second] = [items.at(0), items.at(1)];
  if (!(first?.value instanceof Map) || first.value.size !== 1 || !(second?.value instanceof Map)) return false;
  const [key = ""] = first.value.keys();
  if (!/^_?_?meta/.test(key) || second.value.has(key)) return false;
  const line = first.line ?? 1;
  warnings.add({ code: "meta-line", line, message: `Line ${line} describes the file (${quoted(key)}) and is no row.` });
  return true;
}

function* newlineOf(text: PagedText): Generator<void, Dataset["newline"]> {
  let [crlf, bare, cr] = [false, false, false];
  let last = "";
  for (const own of text.pieces()) {
    yield;
    const piece = last + own;
    crlf ||= piece.includes("\r\n");
    bare ||= /[^\r]\n/.test(piece) || (last === "" && own.startsWith("\n"));
    cr ||= own.includes("\r");
    last = own.slice(-1);
  }
  if (crlf && bare) return "mixed";
  if (crlf) return "crlf";
  return !bare && cr ? "cr" : "lf";
}
