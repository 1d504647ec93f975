import type { JsonValue } from "@shared/domain/json/json.ts";

const mostStarts = 200;

/**
 * The JSON text of an answer: the whole of it, or with `within` the first list or object that stands in it, as between
 * words or in a block of code. Undefined where there is none.
 */
export function jsonText(text: string, within: boolean): string | undefined {
  if (isJson(text)) return text;
  if (!within) return undefined;
  let from = -1;
  for (let start = 0; start < mostStarts; start += 1) {
    from = nextStart(text, from + 1);
    if (from < 0) return undefined;
    const end = endOf(text, from);
    const piece = end === undefined ? undefined : text.slice(from, end);
    if (piece !== undefined && isJson(piece)) return piece;
  }
  return undefined;
}

export function parsed(text: string): JsonValue {
  return JSON.parse(text) as JsonValue;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function nextStart(text: string, from: number): number {
  const [object, list] = [text.indexOf("{", from), text.indexOf("[", from)];
  return object < 0 ? list : list < 0 ? object : Math.min(object, list);
}

/** Where the brackets that open at `from` are closed; texts in quotes aside. */
function endOf(text: string, from: number): number | undefined {
  let depth = 0;
  let isQuoted = false;
  for (let at = from; at < text.length; at += 1) {
    const mark = text[at];
    if (isQuoted) {
      if (mark === "\\") at += 1;
      else if (mark === '"') isQuoted = false;
    } else if (mark === '"') isQuoted = true;
    else if (mark === "{" || mark === "[") depth += 1;
    else if (mark === "}" || mark === "]") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}
