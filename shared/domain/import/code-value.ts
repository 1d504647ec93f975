import type { JsonValue } from "../json/json.ts";

/** An expression whose value the text does not give, with the name a variable of a prompt gets from it. */
export class UnknownCode {
  /** As written, cut where it is long. */
  readonly code: string;
  /** What it is where the text says so: an f-string's name that was given a text before. */
  readonly known: JsonValue | undefined;
  constructor(code: string, known?: JsonValue) {
    this.code = code;
    this.known = known;
  }
}

/** A text with expressions in it, in their order. */
export class CodeText {
  readonly parts: readonly (string | UnknownCode)[];
  constructor(parts: readonly (string | UnknownCode)[]) {
    this.parts = parts;
  }
}

/** `...history`, `*history`: a list that is put in. */
export class SpreadCode {
  readonly inner: CodeValue;
  constructor(inner: CodeValue) {
    this.inner = inner;
  }
}

export type CodeValue =
  | string
  | number
  | boolean
  | null
  | CodeValue[]
  | CodeRecord
  | UnknownCode
  | CodeText
  | SpreadCode;

/** An object literal. What is spread into it without being known is in `unknown`. */
export class CodeRecord {
  readonly entries: readonly (readonly [string, CodeValue])[];
  readonly unknown: readonly UnknownCode[];
  constructor(entries: readonly (readonly [string, CodeValue])[], unknown: readonly UnknownCode[] = []) {
    this.entries = entries;
    this.unknown = unknown;
  }
}

/** Texts one behind the other; undefined where one of them is no text, or none is known to be one. */
export function joinTexts(values: readonly CodeValue[]): CodeValue | undefined {
  if (values.every((value) => typeof value === "string")) return values.join("");
  const parts = values.map(textParts);
  // Of unknown values alone nobody can say that their sum is a text.
  if (values.every((value) => value instanceof UnknownCode) || parts.some((part) => part === undefined))
    return undefined;
  return new CodeText(parts.flatMap((part) => part ?? []));
}

function textParts(value: CodeValue): readonly (string | UnknownCode)[] | undefined {
  if (typeof value === "string") return [value];
  if (value instanceof CodeText) return value.parts;
  return value instanceof UnknownCode ? [value] : undefined;
}

/** A value all of which is known, as JSON; undefined for any other. */
export function knownValue(value: CodeValue): JsonValue | undefined {
  if (value instanceof UnknownCode) return value.known;
  if (value instanceof SpreadCode) return undefined;
  if (value instanceof CodeText) {
    const parts = value.parts.map((part) => (typeof part === "string" ? part : part.known));
    return parts.every((part) => typeof part === "string" || typeof part === "number") ? parts.join("") : undefined;
  }
  if (Array.isArray(value)) {
    const items = value.map(knownValue);
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  if (!(value instanceof CodeRecord)) return value;
  const entries = value.entries.map(([key, item]) => [key, knownValue(item)] as const);
  if (value.unknown.length > 0 || entries.some(([, item]) => item === undefined)) return undefined;
  return Object.fromEntries(entries.map(([key, item]) => [key, item ?? null]));
}
