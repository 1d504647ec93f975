import { readBacktick, readQuoted, type TextPart } from "./code-text.ts";

export type Language = "python" | "typescript";

interface Place {
  from: number;
  to: number;
  /** It is the first of its line. */
  startsLine: boolean;
}
export type CodeToken = Place &
  (
    | { kind: "text"; parts: TextPart[] }
    | { kind: "number"; value: number }
    | { kind: "name"; name: string }
    | { kind: "sign"; sign: string }
  );

/** Signs of more than one character that must not fall apart; the longer ones first. */
const longSigns = [
  "===",
  "!==",
  "...",
  "**=",
  "//=",
  "=>",
  "==",
  "!=",
  "<=",
  ">=",
  "+=",
  "-=",
  "**",
  "||",
  "&&",
  "??",
  "?.",
  ":=",
];
const nameStart = /[\p{L}_$]/u;
const namePart = /[\p{L}\p{N}_$]/u;

/** Cuts a program into tokens; comments and white space are left out. Every character is looked at a few times at most. */
export function readTokens(source: string, language: Language): CodeToken[] {
  const tokens: CodeToken[] = [];
  let at = 0;
  let startsLine = true;
  while (at < source.length) {
    const character = source.charAt(at);
    if (character === "\n") {
      startsLine = true;
      at += 1;
      continue;
    }
    if (/\s/.test(character)) {
      at += 1;
      continue;
    }
    const comment = endOfComment(source, at, language);
    if (comment > at) {
      at = comment;
      continue;
    }
    const token = readToken(source, at, language, startsLine);
    startsLine = false;
    // A backslash at the end of a line joins Python's lines.
    if (token.kind === "sign" && token.sign === "\\") {
      at = source.charAt(at + 1) === "\n" ? at + 2 : at + 1;
      continue;
    }
    tokens.push(token);
    at = token.to;
  }
  return tokens;
}

function endOfComment(source: string, at: number, language: Language): number {
  const isLine = language === "python" ? source.charAt(at) === "#" : source.startsWith("//", at);
  if (isLine) {
    const end = source.indexOf("\n", at);
    return end === -1 ? source.length : end;
  }
  if (language === "python" || !source.startsWith("/*", at)) return at;
  const end = source.indexOf("*/", at + 2);
  return end === -1 ? source.length : end + 2;
}

function readToken(source: string, from: number, language: Language, startsLine: boolean): CodeToken {
  const character = source.charAt(from);
  const prefix = language === "python" ? textPrefix(source, from) : "";
  const quote = source.charAt(from + prefix.length);
  if (quote === '"' || quote === "'") {
    const { parts, to } = readQuoted(source, from + prefix.length, language, prefix);
    return { kind: "text", parts, from, to, startsLine };
  }
  if (language === "typescript" && character === "`") {
    const { parts, to } = readBacktick(source, from);
    return { kind: "text", parts, from, to, startsLine };
  }
  if (/[0-9]/.test(character) || (character === "." && /[0-9]/.test(source.charAt(from + 1)))) {
    const to = endOfNumber(source, from);
    return { kind: "number", value: numberOf(source.slice(from, to)), from, to, startsLine };
  }
  if (nameStart.test(character)) {
    let to = from + 1;
    while (to < source.length && namePart.test(source.charAt(to))) to += 1;
    return { kind: "name", name: source.slice(from, to), from, to, startsLine };
  }
  const sign = longSigns.find((long) => source.startsWith(long, from)) ?? character;
  return { kind: "sign", sign, from, to: from + sign.length, startsLine };
}

/** Letters before a quote: `f`, `r`, `b`, `u` in any case and pair. */
function textPrefix(source: string, at: number): string {
  return /^[fFrRbBuUtT]{1,2}(?=["'])/.exec(source.slice(at, at + 3))?.[0] ?? "";
}

function endOfNumber(source: string, from: number): number {
  let to = from;
  while (to < source.length) {
    const character = source.charAt(to);
    const isSigned = (character === "-" || character === "+") && /[eE]/.test(source.charAt(to - 1)) && to > from;
    const isHex = /^0[xX]/.test(source.slice(from, from + 2));
    if (!/[0-9a-zA-Z_.]/.test(character) && !(isSigned && !isHex)) break;
    to += 1;
  }
  return to;
}

function numberOf(text: string): number {
  return Number(text.replaceAll("_", "").replace(/n$/, ""));
}
