import type { Language } from "./code-tokens.ts";

/** A piece of a string literal: its text, or the program text of what is put in there. */
export type TextPart = string | { code: string; format?: string };

interface ReadText {
  parts: TextPart[];
  to: number;
}

const shortEscapes: Record<string, string> = {
  n: "\n",
  r: "\r",
  t: "\t",
  b: "\b",
  f: "\f",
  v: "\v",
  a: "\u0007",
  "0": "\0",
};

/** A string in single or double quotes, Python's triple ones among them. `from` is the place of the quote. */
export function readQuoted(source: string, from: number, language: Language, prefix: string): ReadText {
  const quote = source.charAt(from);
  const triple = quote.repeat(3);
  const isTriple = language === "python" && source.startsWith(triple, from);
  const end = isTriple ? triple : quote;
  const isRaw = /r/i.test(prefix);
  const hasCode = /[ft]/i.test(prefix);
  const text = createParts();
  let at = from + end.length;
  while (at < source.length && !source.startsWith(end, at)) {
    const character = source.charAt(at);
    // A quote that is not closed ends with its line.
    if (character === "\n" && !isTriple) return { parts: text.parts(), to: at };
    if (character === "\\") {
      if (isRaw) {
        text.add(source.slice(at, at + 2));
        at += 2;
      } else at = readEscape(source, at, text, language);
    } else if (hasCode && character === "{") at = readBraces(source, at, text);
    else if (hasCode && character === "}") {
      text.add("}");
      at += source.charAt(at + 1) === "}" ? 2 : 1;
    } else {
      text.add(character);
      at += 1;
    }
  }
  return { parts: text.parts(), to: Math.min(at + end.length, source.length) };
}

/** A template string. `from` is the place of the backtick. */
export function readBacktick(source: string, from: number): ReadText {
  const text = createParts();
  let at = from + 1;
  while (at < source.length && source.charAt(at) !== "`") {
    const character = source.charAt(at);
    if (character === "\\") at = readEscape(source, at, text, "typescript");
    else if (source.startsWith("${", at)) {
      const end = endOfCode(source, at + 2);
      text.addCode(source.slice(at + 2, end).trim());
      at = end + 1;
    } else {
      text.add(character === "\r" && source.charAt(at + 1) === "\n" ? "" : character);
      at += 1;
    }
  }
  return { parts: text.parts(), to: Math.min(at + 1, source.length) };
}

/** `{name!r:>10}` of an f-string; two braces are one. */
function readBraces(source: string, at: number, text: Parts): number {
  if (source.charAt(at + 1) === "{") {
    text.add("{");
    return at + 2;
  }
  const end = endOfCode(source, at + 1);
  const inner = source.slice(at + 1, end);
  // Only a colon outside of brackets begins a format; `!=` is no conversion.
  const cut = formatPlace(inner);
  const code = inner
    .slice(0, cut)
    .replace(/![rsa]$/, "")
    .replace(/=\s*$/, "")
    .trim();
  text.addCode(code, inner.slice(cut + 1).trim());
  return end + 1;
}

function formatPlace(inner: string): number {
  let depth = 0;
  for (let at = 0; at < inner.length; at += 1) {
    const character = inner.charAt(at);
    if ("([{".includes(character)) depth += 1;
    else if (")]}".includes(character)) depth -= 1;
    else if (character === ":" && depth === 0) return at;
  }
  return inner.length;
}

/** The place of the brace that closes; strings and brackets inside are stepped over. */
function endOfCode(source: string, from: number): number {
  let depth = 0;
  let quote = "";
  for (let at = from; at < source.length; at += 1) {
    const character = source.charAt(at);
    if (quote !== "") {
      if (character === "\\") at += 1;
      else if (character === quote) quote = "";
    } else if (character === '"' || character === "'" || character === "`") quote = character;
    else if (character === "{" || character === "(" || character === "[") depth += 1;
    else if (character === "}" && depth === 0) return at;
    else if (character === "}" || character === ")" || character === "]") depth -= 1;
  }
  return source.length;
}

function readEscape(source: string, at: number, text: Parts, language: Language): number {
  const next = source.charAt(at + 1);
  // A line that goes on.
  if (next === "\n") return at + 2;
  if (next === "\r" && source.charAt(at + 2) === "\n") return at + 3;
  const long = /^(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|u\{([0-9a-fA-F]{1,6})\})/.exec(
    source.slice(at + 1, at + 11),
  );
  const digits = long?.[1] ?? long?.[2] ?? long?.[3] ?? long?.[4];
  const point = digits === undefined ? Number.NaN : Number.parseInt(digits, 16);
  if (long && point <= 0x10ffff) {
    text.add(String.fromCodePoint(point));
    return at + 1 + long[0].length;
  }
  const short = shortEscapes[next];
  if (short !== undefined) text.add(short);
  // Python keeps the backslash of what it does not know.
  else text.add(language === "python" && !`\\'"`.includes(next) ? `\\${next}` : next);
  return at + 2;
}

interface Parts {
  add(text: string): void;
  addCode(code: string, format?: string): void;
  parts(): TextPart[];
}

function createParts(): Parts {
  const parts: TextPart[] = [];
  let run: string[] = [];
  const flush = () => {
    if (run.length > 0) parts.push(run.join(""));
    run = [];
  };
  return {
    add: (text) => run.push(text),
    addCode(code, format = "") {
      flush();
      parts.push(format === "" ? { code } : { code, format });
    },
    parts() {
      flush();
      return parts;
    },
  };
}
