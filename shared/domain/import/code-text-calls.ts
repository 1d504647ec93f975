import { type CodeRecord, CodeText, type CodeValue, knownValue, UnknownCode } from "./code-value.ts";

interface Given {
  positional: readonly CodeValue[];
  named: CodeRecord;
}

/** Calls that say a literal: `dict(role="user")`, `dedent("""…""")`, `json.dumps({…})`. Undefined for any other. */
export function readTextCall(path: string, { positional, named }: Given): CodeValue | undefined {
  const [first] = positional;
  if (path === "dict" && positional.length === 0) return named;
  if (first === undefined) return undefined;
  if (/(?:^|\.)(?:dedent|outdent)$/.test(path)) return mapText(first, dedent);
  if (path === "str" || path === "String")
    return first instanceof CodeText || typeof first === "string" ? first : undefined;
  if (path === "json.dumps" || path === "JSON.stringify") {
    const known = knownValue(first);
    return known === undefined ? undefined : JSON.stringify(known, null, indentOf(positional, named));
  }
  return undefined;
}

/** What methods of a text give: `.strip()`, `.trim()`, `.format(name=…)`. Undefined for any other. */
export function readTextMethod(value: CodeValue, method: string, given: Given): CodeValue | undefined {
  if (typeof value !== "string" && !(value instanceof CodeText)) return undefined;
  const isPlain = given.positional.length === 0 && given.named.entries.length === 0;
  if (isPlain && (method === "strip" || method === "trim")) return mapText(value, (text) => text.trim());
  if (isPlain && (method === "toString" || method === "trimEnd" || method === "rstrip")) {
    return mapText(value, (text) => (method === "toString" ? text : text.trimEnd()));
  }
  return method === "format" && typeof value === "string" ? formatted(value, given) : undefined;
}

function indentOf(positional: readonly CodeValue[], named: CodeRecord): number {
  const indent = named.entries.find(([key]) => key === "indent")?.[1] ?? positional[2];
  return typeof indent === "number" ? indent : 0;
}

/** Only where all is known the ends of a text are its own. */
function mapText(value: CodeValue, change: (text: string) => string): CodeValue | undefined {
  if (typeof value === "string") return change(value);
  if (!(value instanceof CodeText)) return undefined;
  // What stands in the text is marked by a character no text has, and put back.
  if (value.parts.some((part) => typeof part === "string" && part.includes("\uffff"))) return value;
  const marked = value.parts.map((part) => (typeof part === "string" ? part : "\uffff")).join("");
  const codes = value.parts.filter((part) => typeof part !== "string");
  const pieces = change(marked).split("\uffff");
  return new CodeText(pieces.flatMap((piece, index) => (index === 0 ? [piece] : [codes[index - 1] ?? "", piece])));
}

/** Python's `textwrap.dedent`: the white space all lines begin with goes. */
function dedent(text: string): string {
  const lines = text.split("\n");
  const indents = lines.filter((line) => line.trim() !== "").map((line) => /^[ \t]*/.exec(line)?.[0] ?? "");
  const common = indents.reduce((a, b) => {
    let length = 0;
    while (length < a.length && a.charAt(length) === b.charAt(length)) length += 1;
    return a.slice(0, length);
  }, indents[0] ?? "");
  return lines.map((line) => (line.trim() === "" ? "" : line.slice(common.length))).join("\n");
}

/** `"… {topic} …".format(topic=x)`; two braces are one. */
function formatted(text: string, { positional, named }: Given): CodeValue {
  const parts: (string | UnknownCode)[] = [];
  let next = 0;
  let from = 0;
  for (const found of text.matchAll(/\{\{|\}\}|\{([\w.[\]]*)(?:![rsa])?(?::[^{}]*)?\}/g)) {
    parts.push(text.slice(from, found.index));
    from = found.index + found[0].length;
    const field = found[1];
    if (field === undefined) parts.push(found[0].charAt(0));
    else parts.push(fieldValue(field === "" ? String(next++) : field, positional, named));
  }
  parts.push(text.slice(from));
  return new CodeText(parts);
}

function fieldValue(field: string, positional: readonly CodeValue[], named: CodeRecord): UnknownCode {
  const isPlace = /^\d+$/.test(field);
  const value = isPlace ? positional[Number(field)] : named.entries.find(([key]) => key === field)?.[1];
  if (isPlace && value instanceof UnknownCode) return value;
  const known = value === undefined ? undefined : knownValue(value);
  const isText = typeof known === "string" || typeof known === "number";
  return new UnknownCode(isPlace ? `value_${Number(field) + 1}` : field, isText ? known : undefined);
}
