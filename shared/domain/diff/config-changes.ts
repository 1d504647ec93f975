import { isSameConfig } from "../edit/editor-document.ts";
import { isJsonObject } from "../json/is-json-object.ts";
import type { JsonObject, JsonValue } from "../json/json.ts";

/** A key of two configs, what it holds in each, and how they stand to each other. An absent value is not null. */
export interface ConfigKey {
  key: string;
  state: "same" | "changed" | "added" | "removed";
  before: JsonValue | undefined;
  after: JsonValue | undefined;
}

/**
 * Two configs key by key: those of the first in its order, then what the second has besides. The order of keys says
 * nothing, at any depth.
 * @returns null where one of them is no object and there are no keys.
 */
export function compareConfigs(before: JsonValue, after: JsonValue): ConfigKey[] | null {
  const [old, own] = [before ?? {}, after ?? {}];
  if (!isJsonObject(old) || !isJsonObject(own)) return null;
  const keys = [...new Set([...Object.keys(old), ...Object.keys(own)])];
  return keys.map((key) => {
    const [from, to] = [valueAt(old, key), valueAt(own, key)];
    return { key, state: stateOf(from, to), before: from, after: to };
  });
}

function valueAt(config: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(config, key) ? config[key] : undefined;
}

function stateOf(before: JsonValue | undefined, after: JsonValue | undefined): ConfigKey["state"] {
  if (before === undefined) return "added";
  if (after === undefined) return "removed";
  return isSameConfig({ value: before }, { value: after }) ? "same" : "changed";
}
