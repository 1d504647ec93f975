import { isJsonObject } from "../json/is-json-object.ts";
import type { JsonObject, JsonValue } from "../json/json.ts";

/** One place where two JSON values differ. */
export interface JsonDifference {
  /** A JSONPath, e.g. `$.messages[1].content` or `$['two words']`. */
  path: string;
  kind: "added" | "removed" | "changed";
  before?: JsonValue;
  after?: JsonValue;
}

/** Deeper values are compared as a whole: nobody reads on there, and the stack stays in bounds. */
const deepest = 100;

/**
 * Every difference between two values, smallest parts first named by their path, in the order of `before`, then of
 * what only `after` has. The order of keys does not count. Items of a list that were put in or taken out do not make
 * the items around them differ.
 */
export function diffJson(before: JsonValue, after: JsonValue): JsonDifference[] {
  const differences: JsonDifference[] = [];
  compare(before, after, "$", 0, differences);
  return differences;
}

/** Whether two values are the same JSON, whatever the order of their keys and however deep they are. */
export function sameJson(before: JsonValue | undefined, after: JsonValue | undefined): boolean {
  const left: [JsonValue | undefined, JsonValue | undefined][] = [[before, after]];
  for (let pair = left.pop(); pair; pair = left.pop()) {
    const [one, other] = pair;
    if (one === other) continue;
    if (Array.isArray(one) && Array.isArray(other) && one.length === other.length) {
      for (const [index, item] of one.entries()) left.push([item, other[index]]);
      continue;
    }
    if (!isJsonObject(one) || !isJsonObject(other)) return false;
    const keys = Object.keys(one);
    const sameKeys = keys.length === Object.keys(other).length && keys.every((key) => Object.hasOwn(other, key));
    if (!sameKeys) return false;
    for (const key of keys) left.push([one[key], other[key]]);
  }
  return true;
}

function compare(before: JsonValue, after: JsonValue, path: string, depth: number, found: JsonDifference[]): void {
  if (depth < deepest && isJsonObject(before) && isJsonObject(after)) {
    compareObjects(before, after, path, depth, found);
    return;
  }
  if (depth < deepest && Array.isArray(before) && Array.isArray(after)) {
    compareLists(before, after, path, depth, found);
    return;
  }
  if (!sameJson(before, after)) found.push({ path, kind: "changed", before, after });
}

function compareObjects(
  before: JsonObject,
  after: JsonObject,
  path: string,
  depth: number,
  found: JsonDifference[],
): void {
  for (const [key, value] of Object.entries(before)) {
    const inner = `${path}${keyPath(key)}`;
    const other = Object.hasOwn(after, key) ? after[key] : undefined;
    if (other === undefined) found.push({ path: inner, kind: "removed", before: value });
    else compare(value, other, inner, depth + 1, found);
  }
  for (const [key, value] of Object.entries(after)) {
    if (!Object.hasOwn(before, key)) found.push({ path: `${path}${keyPath(key)}`, kind: "added", after: value });
  }
}

/** What is equal at both ends is set aside; what is left in between pairs up in order. */
function compareLists(
  before: readonly JsonValue[],
  after: readonly JsonValue[],
  path: string,
  depth: number,
  found: JsonDifference[],
): void {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && sameJson(before[start], after[start])) start += 1;
  let end = 0;
  while (end < shorter - start && sameJson(before.at(-1 - end), after.at(-1 - end))) end += 1;
  const left = before.slice(start, before.length - end);
  const right = after.slice(start, after.length - end);
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const [one, other] = [left[index], right[index]];
    const inner = `${path}[${start + index}]`;
    if (one !== undefined && other !== undefined) compare(one, other, inner, depth + 1, found);
    else if (one !== undefined) found.push({ path: inner, kind: "removed", before: one });
    else if (other !== undefined) found.push({ path: inner, kind: "added", after: other });
  }
}

function keyPath(key: string): string {
  if (/^[A-Za-z_$][\w$]*$/.test(key)) return `.${key}`;
  return `['${key.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}']`;
}
