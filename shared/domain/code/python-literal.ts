import type { JsonValue } from "../json/json.ts";

/** Control characters, lone surrogates, and separators that editors trip on. */
const escaped = /["\\\p{Cc}\p{Cs}\u2028\u2029\ufeff]/gu;
const short: Record<string, string> = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A Python string literal in double quotes. */
export function pythonString(text: string): string {
  const inner = text.replace(escaped, (mark) => short[mark] ?? `\\u${hex(mark)}`);
  return `"${inner}"`;
}

/** A JSON value as a Python expression, broken into lines where it is long. `indent` is that of the line it starts on. */
export function pythonLiteral(value: JsonValue, indent = ""): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return pythonString(value);
  const inner = `${indent}    `;
  if (Array.isArray(value)) {
    const items = value.map((item) => pythonLiteral(item, inner));
    return brackets("[", items, "]", indent);
  }
  const entries = Object.entries(value).map(([key, item]) => `${pythonString(key)}: ${pythonLiteral(item, inner)}`);
  return brackets("{", entries, "}", indent);
}

/** On one line where it fits, else one item a line. */
export function brackets(open: string, items: readonly string[], close: string, indent: string): string {
  const line = `${open}${items.join(", ")}${close}`;
  if (items.length === 0 || (line.length + indent.length <= 88 && !line.includes("\n"))) return line;
  return `${open}\n${items.map((item) => `${indent}    ${item},\n`).join("")}${indent}${close}`;
}

function hex(mark: string): string {
  return mark.charCodeAt(0).toString(16).padStart(4, "0");
}
