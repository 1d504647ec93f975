import type { JsonValue } from "@shared/domain/json/json.ts";
import type { Position } from "./config-problem.ts";
import type { ScalarValue } from "./python-scalar.ts";

/** A YAML document with aliases and merge keys expanded, each node knowing where it stands. */
export type YamlTree = YamlMap | YamlList | YamlScalar;

export interface YamlMap {
  kind: "map";
  at: Position;
  entries: YamlEntry[];
}

export interface YamlEntry {
  key: string;
  keyAt: Position;
  value: YamlTree;
}

export interface YamlList {
  kind: "list";
  at: Position;
  items: YamlTree[];
}

export interface YamlScalar {
  kind: "scalar";
  at: Position;
  value: ScalarValue;
  /** As it is written in the file, without quotes. */
  source: string;
}

export function entryOf(map: YamlMap, key: string): YamlEntry | undefined {
  return map.entries.find((entry) => entry.key === key);
}

/** Plain data. `Object.fromEntries` makes own properties, so no key can reach a prototype. */
export function toJson(tree: YamlTree): JsonValue {
  if (tree.kind === "scalar") return tree.value;
  if (tree.kind === "list") return tree.items.map(toJson);
  return Object.fromEntries(tree.entries.map(({ key, value }) => [key, toJson(value)]));
}

/** The tree of plain data that stands in no file. */
export function treeOf(value: JsonValue, at: Position): YamlTree {
  if (Array.isArray(value)) return { kind: "list", at, items: value.map((item) => treeOf(item, at)) };
  if (typeof value !== "object" || value === null) return { kind: "scalar", at, value, source: String(value) };
  const entries = Object.entries(value).map(([key, inner]) => ({ key, keyAt: at, value: treeOf(inner, at) }));
  return { kind: "map", at, entries };
}

/** "a list", "a mapping", "the text “x”": what stands there, in words, without quoting anything long. */
export function describeNode(tree: YamlTree): string {
  if (tree.kind === "map") return "a mapping";
  if (tree.kind === "list") return "a list";
  if (tree.value === null) return "nothing";
  if (typeof tree.value === "string") return `the text “${shorten(tree.value)}”`;
  return typeof tree.value === "number" ? `the number ${tree.value}` : `the value ${tree.value}`;
}

/** Long texts in a config are prompts or keys; neither belongs into a message whole. */
export function shorten(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 30)}…`;
}
