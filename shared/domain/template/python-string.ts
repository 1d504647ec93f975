import { AppFailure } from "../error/app-failure.ts";
import type { JsonValue } from "../json/json.ts";

const deepestInPython = 900;

/** Characters Python's `str.isprintable` refuses, but for the plain space: controls, unassigned, separators. */
const unprintable = /[\p{C}\p{Z}]/u;
const needsCare = /(?! )[\\'\p{C}\p{Z}]/u;

/**
 * Python's `str()` of a JSON value, as the Langfuse Python SDK's `TemplateParser` inserts it: `None` becomes nothing,
 * `True` keeps its capital, lists and objects are written as Python would show them.
 *
 * JSON has no `1.0` once it is parsed, so a whole number is always written without a point. Keys that look like
 * integers come first in a JavaScript object, whatever order the JSON had. Characters younger than the Python in use are
 * escaped there and not here.
 */
export function pyStr(value: JsonValue): string {
  if (typeof value === "string") return value;
  return value === null ? "" : pyRepr(value);
}

/**
 * Python's `repr()` of a JSON value: what a value looks like inside a list or an object.
 * @throws AppFailure `template_invalid` where Python fails of its own: below a thousand levels
 */
export function pyRepr(value: JsonValue, depth = 0): string {
  if (depth > deepestInPython) {
    throw new AppFailure("template_invalid", {
      message: "A value is nested too deeply for Python to write it out.",
      advice: "Give it as text, or flatten it.",
    });
  }
  if (value === null) return "None";
  if (typeof value === "string") return stringRepr(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return numberRepr(value);
  if (Array.isArray(value)) return `[${value.map((item) => pyRepr(item, depth + 1)).join(", ")}]`;
  const entries = Object.entries(value).map(([key, item]) => `${stringRepr(key)}: ${pyRepr(item, depth + 1)}`);
  return `{${entries.join(", ")}}`;
}

/** As `str(json.loads(JSON.stringify(value)))`: Python writes small floats with an exponent where JavaScript does not yet. */
function numberRepr(value: number): string {
  if (value === 0) return "0";
  const small = !Number.isInteger(value) && Math.abs(value) < 1e-4;
  const text = small ? value.toExponential() : String(value);
  return text.replace(/e([+-])(\d)$/, "e$10$2");
}

/** Single quotes unless the text has some and no double ones, as Python chooses. */
function stringRepr(text: string): string {
  if (!needsCare.test(text)) return `'${text}'`;
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let body = "";
  for (const character of text) body += characterRepr(character, quote);
  return quote + body + quote;
}

function characterRepr(character: string, quote: string): string {
  if (character === quote || character === "\\") return `\\${character}`;
  if (character === "\n") return "\\n";
  if (character === "\r") return "\\r";
  if (character === "\t") return "\\t";
  if (character === " " || !unprintable.test(character)) return character;
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  if (hex.length <= 2) return `\\x${hex.padStart(2, "0")}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}
