import { type Assignments, findAssignments } from "./code-assignments.ts";
import { type CodeArguments, createBrackets, wordValue } from "./code-brackets.ts";
import { createCursor } from "./code-cursor.ts";
import { readTextCall, readTextMethod } from "./code-text-calls.ts";
import { type CodeToken, type Language, readTokens } from "./code-tokens.ts";
import { CodeText, type CodeValue, joinTexts, knownValue, SpreadCode, UnknownCode } from "./code-value.ts";
import { Unreadable } from "./imported-prompt.ts";

const deepest = 120;
/** Values read in all: names may name one another, so that a short text could stand for an endless one. */
const mostValues = 200_000;
/** Characters of all texts that were read, names' values counted each time. */
const mostCharacters = 20_000_000;
/** Tokens of names' values, read each time the name stands somewhere. */
const mostRereads = 4_000_000;
const longestCode = 120;

/** Before an expression without changing what it says. */
const prefixes = new Set(["await", "async"]);
const noValues = new Set(["lambda", "new", "function", "not", "typeof", "class", "yield"]);
const endings = new Set([",", ")", "]", "}", ";", ":"]);

/** Reads the values that literals of a program say; everything else becomes `UnknownCode`. */
export interface CodeReader {
  readonly tokens: readonly CodeToken[];
  readonly language: Language;
  /** The value at a token, and where it ends. */
  valueAt(at: number): { value: CodeValue; end: number };
  /** The arguments of a call: `at` is the first token behind its bracket. */
  argumentsAt(at: number): CodeArguments;
}

/** @throws Unreadable for more nesting or more values than any prompt has. */
export function createCodeReader(source: string, language: Language): CodeReader {
  const tokens = readTokens(source, language);
  const assignments: Assignments = findAssignments(tokens, language);
  const reading = new Set<number>();
  const cursor = createCursor(source, tokens);
  /** Brackets and values that are open, with those of the names' values that are read on the way. */
  let nesting = 0;
  let values = 0;
  let characters = 0;
  let rereads = 0;

  const { list, group, record, args } = createBrackets({ cursor, expression, text, lookedUp });

  /** One expression. Those of a bracket may go over many lines. */
  function expression(): CodeValue {
    values += 1;
    cursor.depth += 1;
    nesting += 1;
    if (values > mostValues) throw new Unreadable("too_large", "The text has more values than a prompt can have.");
    if (nesting > deepest) throw new Unreadable("too_deep", "The text is nested more deeply than a prompt can be.");
    const start = cursor.at;
    const first = operand();
    const operands = [first];
    while (cursor.sign() === "+") {
      cursor.at += 1;
      operands.push(operand());
    }
    let value = operands.length === 1 ? first : (joinTexts(operands) ?? new UnknownCode(cursor.codeFrom(start)));
    if (operands.length > 1) count(value);
    if (!cursor.isAtEnd()) {
      cursor.skip();
      value = new UnknownCode(cursor.codeFrom(start));
    }
    cursor.depth -= 1;
    nesting -= 1;
    return value;
  }

  function count(value: CodeValue): void {
    if (typeof value === "string") characters += value.length;
    else if (value instanceof CodeText)
      for (const part of value.parts) characters += typeof part === "string" ? part.length : 1;
    if (characters > mostCharacters) throw new Unreadable("too_large", "The text is longer than a prompt can be.");
  }

  function operand(): CodeValue {
    const start = cursor.at;
    let value = primary();
    for (;;) {
      const mark = cursor.sign();
      if (mark === "." && tokens[cursor.at + 1]?.kind === "name" && cursor.sign(cursor.at + 2) === "(") {
        const method = tokens[cursor.at + 1];
        cursor.at += 3;
        const given = args();
        value =
          readTextMethod(value, method?.kind === "name" ? method.name : "", given) ??
          new UnknownCode(cursor.codeFrom(start));
        continue;
      }
      if (mark === "." || mark === "?.") {
        cursor.at += 2;
        value = new UnknownCode(cursor.codeFrom(start));
        continue;
      }
      if ((mark === "(" || mark === "[") && !(cursor.depth === 1 && cursor.token()?.startsLine)) {
        cursor.at += 1;
        cursor.skipBracket();
        value = new UnknownCode(cursor.codeFrom(start));
        continue;
      }
      if (mark === "!" && language === "typescript") {
        cursor.at += 1;
        continue;
      }
      const token = cursor.token();
      if (language === "typescript" && token?.kind === "name" && (token.name === "as" || token.name === "satisfies")) {
        cursor.at += 1;
        cursor.skip();
      }
      return value;
    }
  }

  function primary(): CodeValue {
    const start = cursor.at;
    let isNegative = false;
    let token = cursor.token();
    for (; token && isPrefix(token); token = cursor.token()) {
      if (token.kind === "sign") isNegative = !isNegative;
      cursor.at += 1;
    }
    const value = unsigned(token);
    if (!isNegative) return value;
    return typeof value === "number" ? -value : new UnknownCode(cursor.codeFrom(start));
  }

  function unsigned(token: CodeToken | undefined): CodeValue {
    const start = cursor.at;
    if (token === undefined) return new UnknownCode("");
    if (token.kind === "text") return text();
    cursor.at += 1;
    if (token.kind === "number")
      return Number.isFinite(token.value) ? token.value : new UnknownCode(cursor.codeFrom(start));
    if (token.kind === "name") return named(token.name, start);
    switch (token.sign) {
      case "[":
        return list("]");
      case "(":
        return group();
      case "{":
        return record();
      case "...":
      case "*":
      case "**":
        return new SpreadCode(expression());
      default:
        cursor.at = start;
        // Never stands still: what is no value is stepped over.
        if (endings.has(token.sign)) return new UnknownCode("");
        cursor.at += 1;
        return new UnknownCode(cursor.codeFrom(start));
    }
  }

  /** Literals one behind the other are one text in Python. */
  function text(): CodeValue {
    const parts: (string | UnknownCode)[] = [];
    for (let token = cursor.token(); token?.kind === "text"; token = cursor.token()) {
      if (parts.length > 0 && (language === "typescript" || (cursor.depth === 1 && token.startsLine))) break;
      for (const part of token.parts) parts.push(typeof part === "string" ? part : placed(part.code, part.format));
      if (token.parts.length === 0) parts.push("");
      cursor.at += 1;
    }
    const value = parts.every((part) => typeof part === "string") ? parts.join("") : new CodeText(parts);
    count(value);
    return value;
  }

  /** What a text names in braces: constants are put in, other names become variables that may have a value. */
  function placed(code: string, format?: string): string | UnknownCode {
    const shown = format === undefined ? code : `${code}:${format}`;
    if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(code)) return new UnknownCode(shown.slice(0, longestCode));
    const known = knownValue(lookedUp(code, cursor.at));
    if (typeof known === "string" && code === code.toUpperCase()) return known;
    const isPlain = typeof known === "string" || typeof known === "number";
    return new UnknownCode(format === undefined ? code : shown, isPlain ? known : undefined);
  }

  function named(name: string, start: number): CodeValue {
    const word = wordValue(name);
    if (word !== undefined) return word;
    if (noValues.has(name) || cursor.sign() === "=>") {
      cursor.skip();
      return new UnknownCode(cursor.codeFrom(start));
    }
    const path = pathFrom(name);
    if (cursor.sign() === "(") {
      cursor.at += 1;
      const given = args();
      return readTextCall(path, given) ?? new UnknownCode(cursor.codeFrom(start));
    }
    return path === name ? lookedUp(name, start) : new UnknownCode(cursor.codeFrom(start));
  }

  function pathFrom(name: string): string {
    let path = name;
    while (cursor.sign() === "." || cursor.sign() === "?.") {
      const next = tokens[cursor.at + 1];
      if (next?.kind !== "name") break;
      path += `.${next.name}`;
      cursor.at += 2;
    }
    return path;
  }

  /** The value a name was given before, with what was added to it. */
  function lookedUp(name: string, before: number): CodeValue {
    const place = assignments.valueOf(name, before);
    if (place === undefined || reading.has(place) || reading.size > deepest) return new UnknownCode(name);
    reading.add(place);
    const value = valueFrom(place);
    reading.delete(place);
    if (assignments.isChanged(name, place, before)) return new UnknownCode(name);
    const added = assignments.addedTo(name, place, before);
    if (added.length === 0) return value;
    return Array.isArray(value) ? [...value, ...added.map(valueFrom)] : new UnknownCode(name);
  }

  function valueFrom(place: number): CodeValue {
    const { at, depth } = cursor;
    cursor.at = place;
    cursor.depth = 0;
    const value = expression();
    rereads += cursor.at - place;
    if (rereads > mostRereads) throw new Unreadable("too_large", "The text says too much by names.");
    Object.assign(cursor, { at, depth });
    return value;
  }

  return {
    tokens,
    language,
    valueAt(place) {
      cursor.at = place;
      cursor.depth = 1;
      const value = expression();
      return { value, end: cursor.at };
    },
    argumentsAt(place) {
      cursor.at = place;
      // Within brackets an expression may go over many lines.
      cursor.depth = 1;
      return args();
    },
  };
}

/** A minus, and what stands before a value without changing it. */
function isPrefix(token: CodeToken): boolean {
  return token.kind === "sign" ? token.sign === "-" : token.kind === "name" && prefixes.has(token.name);
}
