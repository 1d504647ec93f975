import { isJsonObject } from "../json/is-json-object.ts";
import type { JsonValue } from "../json/json.ts";

/**
 * Puts a key of the object that a JSON text says to another value, or takes it away when `value` is undefined. All other
 * keys stay letter by letter as they were typed: their order, spaces and numbers that would not survive being read.
 * @returns the same text when it says no object.
 */
export function setConfigKey(text: string, key: string, value: JsonValue | undefined): string {
  if (text.trim() === "") return value === undefined ? text : `{\n  ${entryText(key, value, "  ")}\n}`;
  if (!saysObject(text)) return text;
  const { open, entries } = entriesOf(text);
  const found = entries.filter((entry) => entry.key === key);
  // Of a key that stands there twice the last one counts.
  const last = found.at(-1);
  if (value === undefined) return found.reduceRight((rest) => removeLast(rest, key), text);
  if (last) {
    const written = indented(JSON.stringify(value, null, 2), indentAt(text, last.from));
    return text.slice(0, last.valueFrom) + written + text.slice(last.to);
  }
  const end = entries.at(-1);
  if (!end) return `{\n  ${entryText(key, value, "  ")}\n}`;
  const gap = text.slice(open, entries[0]?.from);
  const indent = gap.includes("\n") ? gap.slice(gap.lastIndexOf("\n") + 1) : "";
  return `${text.slice(0, end.to)},${gap === "" ? " " : gap}${entryText(key, value, indent)}${text.slice(end.to)}`;
}

function saysObject(text: string): boolean {
  try {
    return isJsonObject(JSON.parse(text) as JsonValue);
  } catch {
    return false;
  }
}

function entryText(key: string, value: JsonValue, indent: string): string {
  return `${JSON.stringify(key)}: ${indented(JSON.stringify(value, null, 2), indent)}`;
}

function indented(written: string, indent: string): string {
  return written.replaceAll("\n", `\n${indent}`);
}

/** The spaces at the beginning of the line that an offset lies in. */
function indentAt(text: string, at: number): string {
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", at) + 1))?.[0] ?? "";
}

function removeLast(text: string, key: string): string {
  const { open, close, entries } = entriesOf(text);
  const at = entries.findLastIndex((entry) => entry.key === key);
  const entry = entries[at];
  if (!entry) return text;
  const [before, after] = [entries[at - 1], entries[at + 1]];
  if (before) return text.slice(0, before.to) + text.slice(entry.to);
  if (after) return text.slice(0, entry.from) + text.slice(after.from);
  return text.slice(0, open) + text.slice(close);
}

interface Entry {
  key: string;
  /** Offset of the key's quote. */
  from: number;
  valueFrom: number;
  /** Offset behind the value. */
  to: number;
}

/** The entries of the outermost object of a text that is known to be JSON. `open` lies behind its brace, `close` at the other. */
function entriesOf(text: string): { open: number; close: number; entries: Entry[] } {
  const open = text.indexOf("{") + 1;
  const entries: Entry[] = [];
  let at = skip(text, open, /[\s,]*/y);
  while (text[at] === '"') {
    const keyEnd = endOfString(text, at);
    const valueFrom = skip(text, keyEnd, /[\s:]*/y);
    const to = endOfValue(text, valueFrom);
    entries.push({ key: JSON.parse(text.slice(at, keyEnd)) as string, from: at, valueFrom, to });
    at = skip(text, to, /[\s,]*/y);
  }
  return { open, close: at, entries };
}

function skip(text: string, at: number, what: RegExp): number {
  what.lastIndex = at;
  what.exec(text);
  return what.lastIndex;
}

function endOfString(text: string, at: number): number {
  return skip(text, at, /"[^"\\]*(?:\\.[^"\\]*)*"/y);
}

function endOfValue(text: string, from: number): number {
  if (text[from] === '"') return endOfString(text, from);
  if (text[from] !== "{" && text[from] !== "[") return skip(text, from, /[^\s,}\]]*/y);
  let depth = 0;
  let at = from;
  do {
    const sign = text[at];
    if (sign === '"') {
      at = endOfString(text, at);
      continue;
    }
    if (sign === "{" || sign === "[") depth++;
    if (sign === "}" || sign === "]") depth--;
    at++;
  } while (depth > 0);
  return at;
}
