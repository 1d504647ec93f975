import { ExactNumber, type WrittenValue } from "./json-text.ts";

/** Why a text is no JSON, and where. */
export class JsonFault extends Error {
  readonly at: number;
  /** The text ends before the value does. */
  readonly isCut: boolean;

  constructor(message: string, at: number, isCut = false) {
    super(message);
    this.at = at;
    this.isCut = isCut;
  }
}

/** Deeper than so many levels nothing is read: what shows and sends it would fail. */
const deepest = 500;

export interface JsonListener {
  /** A key that an object has twice; the last one counts. */
  duplicate?(key: string, at: number): void;
}

interface Open {
  holder: WrittenValue[] | Map<string, WrittenValue>;
  key: string;
}

/**
 * Reads one value from `at` on, in steps of some thousand tokens: a generator, so that a long text never holds its thread,
 * with a stack of its own, so that depth ends in an error. Numbers keep their digits.
 * @returns the value and where the text behind it begins.
 * @throws JsonFault
 */
export function* parseJson(
  text: string,
  from: number,
  listener: JsonListener = {},
): Generator<void, { value: WrittenValue; end: number }> {
  const stack: Open[] = [];
  let at = skipBlanks(text, from);
  for (let tokens = 1; ; tokens += 1) {
    if (tokens % 20_000 === 0) yield;
    let value: WrittenValue;
    const first = text[at];
    if (first === "{" || first === "[") {
      if (stack.length >= deepest) throw new JsonFault(`nested more than ${deepest} levels deep`, at);
      const holder: Open["holder"] = first === "{" ? new Map<string, WrittenValue>() : [];
      at = skipBlanks(text, at + 1);
      if (text[at] === (first === "{" ? "}" : "]")) {
        at += 1;
        value = holder;
      } else {
        const open: Open = { holder, key: "" };
        stack.push(open);
        if (first === "{") at = readKey(open);
        continue;
      }
    } else {
      const read = readScalar(text, at);
      value = read.value;
      at = read.end;
    }
    // Puts the value where it belongs, and closes what ends here.
    for (;;) {
      const open = stack.at(-1);
      if (!open) return { value, end: at };
      if (Array.isArray(open.holder)) open.holder.push(value);
      else {
        if (open.holder.has(open.key)) listener.duplicate?.(open.key, at);
        open.holder.set(open.key, value);
      }
      at = skipBlanks(text, at);
      if (text[at] === ",") {
        at = skipBlanks(text, at + 1);
        if (!Array.isArray(open.holder)) at = readKey(open);
        else if (text[at] === "]") throw unexpected(text, at);
        break;
      }
      if (text[at] !== (Array.isArray(open.holder) ? "]" : "}")) throw unexpected(text, at);
      at += 1;
      value = open.holder;
      stack.pop();
    }
  }

  function readKey(open: Open): number {
    if (text[at] !== '"') throw unexpected(text, at);
    const { value, end } = readString(text, at);
    open.key = value;
    const colon = skipBlanks(text, end);
    if (text[colon] !== ":") throw unexpected(text, colon);
    return skipBlanks(text, colon + 1);
  }
}

export function skipBlanks(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return at;
    at += 1;
  }
}

function unexpected(text: string, at: number): JsonFault {
  if (at >= text.length) return new JsonFault("the end of file comes too early", at, true);
  const word = /^[A-Za-z]+|^-Infinity/.exec(text.slice(at, at + 12))?.[0];
  if (word === "NaN" || word === "Infinity" || word === "-Infinity") return new JsonFault(`${word} is no JSON`, at);
  if (text[at] === "'" || word === "True" || word === "False" || word === "None") {
    return new JsonFault("this is printed Python and no JSON; write it with json.dumps", at);
  }
  return new JsonFault(`“${word ?? text[at]}” is not expected here`, at);
}

const numberForm = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const words = new Map<string, boolean | null>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

function readScalar(text: string, at: number): { value: WrittenValue; end: number } {
  const first = text[at];
  if (first === '"') return readString(text, at);
  for (const [word, value] of words) if (text.startsWith(word, at)) return { value, end: at + word.length };
  numberForm.lastIndex = at;
  const digits = numberForm.exec(text)?.[0];
  if (digits === undefined) throw unexpected(text, at);
  const number = Number(digits);
  return { value: String(number) === digits ? number : new ExactNumber(digits), end: at + digits.length };
}

function readString(text: string, open: number): { value: string; end: number } {
  let at = open + 1;
  let hasEscape = false;
  for (;;) {
    const code = text.charCodeAt(at);
    if (Number.isNaN(code)) throw new JsonFault("the end of file comes within a text", open, true);
    if (code === 34) break;
    if (code === 92) {
      hasEscape = true;
      at += 1;
    } else if (code < 32) throw new JsonFault("a control character stands in a text; write it as an escape", at);
    at += 1;
  }
  if (!hasEscape) return { value: text.slice(open + 1, at), end: at + 1 };
  try {
    return { value: JSON.parse(text.slice(open, at + 1)) as string, end: at + 1 };
  } catch {
    throw new JsonFault("a text has an escape that is none", open);
  }
}
