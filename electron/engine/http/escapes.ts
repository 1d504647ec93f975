/** A text without its escapes, and where in the text each of its characters stood. */
export interface Unescaped {
  text: string;
  /** By character: where it begins in the text as it was, and where it ends. */
  starts: readonly number[];
  ends: readonly number[];
}

/** JSON in JSON in JSON doubles its backslashes; more of them are no escape but text. */
const mostBackslashes = 8;
/** An escape in an escape in an escape: `%5Cu0073`. */
const mostLayers = 3;

const backslash = 0x5c;
const percent = 0x25;
const ampersand = 0x26;

/**
 * Whether an escape of a character keys are made of is there. Cheap: nearly every text has none. Escaped quotation
 * marks, of which arguments of tools are full, are none: a key that has one is looked for as JSON writes it.
 */
export function hasEscapes(text: string): boolean {
  const maybe = text.includes("\\") || text.includes("%") || text.includes("&#");
  return maybe && /\\(?:u00[2-7]|x[2-7]|\/)|%[2-7]|&#/i.test(text);
}

/** The text with its escapes undone, layer by layer; nothing for a text without any. */
export function unescapedLayers(text: string): Unescaped[] {
  const layers: Unescaped[] = [];
  let last: Unescaped | undefined;
  for (let layer = 0; layer < mostLayers; layer += 1) {
    const current = last?.text ?? text;
    if (!hasEscapes(current)) break;
    const next = withoutEscapes(current);
    if (!next) break;
    last = last ? composed(last, next) : next;
    layers.push(last);
  }
  return layers;
}

/** How many characters at the end are the beginning of an escape that is not whole. */
export function unfinishedEscape(text: string): number {
  const end = text.slice(-2 * mostBackslashes);
  if (!/[\\%&]/.test(end)) return 0;
  return /(?:\\+(?:u[0-9a-f]{0,3}|x[0-9a-f]?)?|%(?:25)*[0-9a-f]?|&(?:#x?[0-9a-f]{0,5})?)$/i.exec(end)?.[0].length ?? 0;
}

function composed(outer: Unescaped, inner: Unescaped): Unescaped {
  return {
    text: inner.text,
    starts: inner.starts.map((at) => outer.starts[at] ?? 0),
    ends: inner.ends.map((at) => outer.ends[at - 1] ?? 0),
  };
}

interface Escape {
  character: string;
  length: number;
}

function withoutEscapes(text: string): Unescaped | undefined {
  const starts: number[] = [];
  const ends: number[] = [];
  let out = "";
  let any = false;
  for (let at = 0; at < text.length; ) {
    const found = escapeAt(text, at);
    const length = found?.length ?? 1;
    const characters = found?.character ?? text[at] ?? "";
    if (found?.character.length === 1) any = true;
    for (let index = 0; index < characters.length; index += 1) {
      const isOne = characters.length === 1;
      starts.push(isOne ? at : at + index);
      ends.push(isOne ? at + length : at + index + 1);
    }
    out += characters;
    at += length;
  }
  return any ? { text: out, starts, ends } : undefined;
}

function escapeAt(text: string, at: number): Escape | undefined {
  switch (text.charCodeAt(at)) {
    case backslash:
      return backslashEscape(text, at);
    case percent:
      return percentEscape(text, at);
    case ampersand:
      return entity(text, at);
    default:
      return undefined;
  }
}

/** A run that escapes nothing is text, taken in one go: read again from each of its characters it would be quadratic. */
function backslashEscape(text: string, at: number): Escape {
  let end = at + 1;
  while (text.charCodeAt(end) === backslash) end += 1;
  const run = { character: text.slice(at, end), length: end - at };
  if (end - at > mostBackslashes) return run;
  const next = text[end] ?? "";
  if (next === "/") return { character: next, length: end + 1 - at };
  if (next !== "u" && next !== "x") return run;
  const digits = text.slice(end + 1, end + (next === "u" ? 5 : 3));
  const character = characterOf(digits, next === "u" ? 4 : 2);
  return character === undefined ? run : { character, length: end + 1 + digits.length - at };
}

/** A percent sign may be escaped itself: `%2573`. */
function percentEscape(text: string, at: number): Escape | undefined {
  let end = at + 1;
  while (text.startsWith("25", end)) end += 2;
  const digits = text.slice(end, end + 2);
  const character = characterOf(digits, 2);
  if (character !== undefined) return { character, length: end + 2 - at };
  return end > at + 1 ? { character: "%", length: end - at } : undefined;
}

function entity(text: string, at: number): Escape | undefined {
  const [whole, hex, decimal] = /^&#(?:x([0-9a-f]{1,6})|([0-9]{1,6}));/i.exec(text.slice(at, at + 10)) ?? [];
  if (whole === undefined) return undefined;
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return isKeyCharacter(code) ? { character: String.fromCharCode(code), length: whole.length } : undefined;
}

function characterOf(digits: string, length: number): string | undefined {
  if (digits.length !== length || !/^[0-9a-f]+$/i.test(digits)) return undefined;
  const code = Number.parseInt(digits, 16);
  return isKeyCharacter(code) ? String.fromCharCode(code) : undefined;
}

function isKeyCharacter(code: number): boolean {
  return code >= 0x20 && code <= 0x7e;
}
