import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import { secretHint } from "../credentials/secret-value.ts";
import type { Providers } from "../providers/registry.ts";
import { type KeySet, nearestKey, unknownKeyText } from "./config-keys.ts";
import type { ConfigSecret } from "./config-model.ts";
import type { Position, ProblemList } from "./config-problem.ts";
import { describeNode, entryOf, toJson, type YamlEntry, type YamlMap, type YamlTree } from "./yaml-tree.ts";

/** What reading a config needs: where to report, the providers there are, and the environment. */
export interface ReadIo {
  problems: ProblemList;
  providers: Providers;
  /** The value of a variable, or undefined when it is unset or empty. */
  variable(name: string): string | undefined;
}

/** The value of a key with where it stands, after `os.environ/NAME` was looked up. */
export interface ReadField<T> {
  value: T;
  /** As it is written in the file. */
  source: string;
  at: Position;
}

const environmentPrefix = "os.environ/";

/** The variable of an `os.environ/NAME` value, which LiteLLM takes only when it is the whole value. */
export function variableOf(tree: YamlTree): string | undefined {
  if (tree.kind !== "scalar" || typeof tree.value !== "string") return undefined;
  return tree.value.startsWith(environmentPrefix) ? tree.value.slice(environmentPrefix.length).trim() : undefined;
}

/** A key that must be a mapping when it is there. Nothing at all (`litellm_settings:`) counts as absent, as for LiteLLM. */
export function readMap(parent: YamlMap, key: string, path: string, io: ReadIo): YamlMap | undefined {
  const entry = entryOf(parent, key);
  if (!entry || isNothing(entry.value)) return undefined;
  if (entry.value.kind === "map") return entry.value;
  wrongType(entry, path, "a mapping", io);
  return undefined;
}

export function readText(parent: YamlMap, key: string, path: string, io: ReadIo): ReadField<string> | undefined {
  const field = readScalar(parent, key, path, io);
  if (!field) return undefined;
  if (typeof field.value === "string") return { ...field, value: field.value.trim() };
  // A version such as 3 or a name such as no: PyYAML gives LiteLLM a number or a truth value there.
  io.problems.error(field.at, `${path}.${key}`, {
    code: "wrong_type",
    message: `${key} must be a text, not the value ${field.value}.`,
    fix: `Write ${key}: "${field.source}" in quotes.`,
  });
  return undefined;
}

/** A number; text that is one counts, as pydantic has it (`rpm: "60"`). */
export function readNumber(
  parent: YamlMap,
  key: string,
  path: string,
  io: ReadIo,
  rule: { integer: boolean; least: number; example: number },
): number | undefined {
  const field = readScalar(parent, key, path, io);
  if (!field) return undefined;
  const { value } = field;
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  const kind = rule.integer ? "a whole number" : "a number";
  if (typeof number !== "number" || !Number.isFinite(number) || (rule.integer && !Number.isInteger(number))) {
    io.problems.error(field.at, `${path}.${key}`, {
      code: "wrong_type",
      message: `${key} must be ${kind}, not ${typeof value === "string" ? `the text “${value}”` : String(value)}.`,
      fix: `Write for example ${key}: ${rule.example}.`,
    });
    return undefined;
  }
  if (number < rule.least) {
    io.problems.error(field.at, `${path}.${key}`, {
      code: "out_of_range",
      message: `${key} must be ${rule.least} or more, not ${number}.`,
      fix: `Write ${key}: ${rule.least} or a larger number.`,
    });
    return undefined;
  }
  return number;
}

export function readBoolean(parent: YamlMap, key: string, path: string, io: ReadIo): boolean | undefined {
  const field = readScalar(parent, key, path, io);
  if (!field) return undefined;
  if (typeof field.value === "boolean") return field.value;
  io.problems.error(field.at, `${path}.${key}`, {
    code: "wrong_type",
    message: `${key} must be true or false.`,
    fix: `Write ${key}: true or ${key}: false, without quotes.`,
  });
  return undefined;
}

/** A list of texts; one text alone counts as a list of it. */
export function readTexts(parent: YamlMap, key: string, path: string, io: ReadIo): string[] | undefined {
  const entry = entryOf(parent, key);
  if (!entry || isNothing(entry.value)) return undefined;
  const items = entry.value.kind === "list" ? entry.value.items : [entry.value];
  const texts = items.flatMap((item) => (item.kind === "scalar" && typeof item.value === "string" ? [item.value] : []));
  if (texts.length === items.length) return texts;
  wrongType(entry, path, "a list of texts", io);
  return undefined;
}

/**
 * A secret, from a variable or written out. An unset variable gives `unset` and is left for the caller to report: for
 * some keys it is fatal, for others LiteLLM goes on.
 */
export function readSecret(
  parent: YamlMap,
  key: string,
  path: string,
  io: ReadIo,
): { secret: ConfigSecret; at: Position } | { unset: string; at: Position } | undefined {
  const entry = entryOf(parent, key);
  if (!entry || isNothing(entry.value)) return undefined;
  const at = entry.value.at;
  const variable = variableOf(entry.value);
  if (variable !== undefined) {
    const value = io.variable(variable);
    if (value === undefined) return { unset: variable, at };
    return { secret: secret("environment", variable, value), at };
  }
  if (entry.value.kind !== "scalar" || typeof entry.value.value !== "string") {
    wrongType(entry, path, "a text", io);
    return undefined;
  }
  const value = entry.value.value.trim();
  return value === "" ? undefined : { secret: secret("file", key.toUpperCase(), value), at };
}

/** Plain data with variables looked up: in mappings and in mappings inside lists, not in bare list items (LiteLLM). */
export function readJson(tree: YamlTree, path: string, io: ReadIo): JsonValue {
  if (tree.kind === "list") {
    return tree.items.map((item, index) =>
      item.kind === "map" ? readJson(item, `${path}[${index}]`, io) : toJson(item),
    );
  }
  if (tree.kind === "map") {
    return Object.fromEntries(tree.entries.map(({ key, value }) => [key, readJson(value, `${path}.${key}`, io)]));
  }
  const variable = variableOf(tree);
  if (variable === undefined) return tree.value;
  const value = io.variable(variable);
  if (value === undefined) warnUnset(variable, tree.at, path, io);
  return value ?? null;
}

export function readJsonObject(parent: YamlMap, key: string, path: string, io: ReadIo): JsonObject | undefined {
  const map = readMap(parent, key, path, io);
  const value = map && readJson(map, `${path}.${key}`, io);
  return isJsonObject(value) ? value : undefined;
}

/** Reports keys LiteLLM does not know, and those it knows and Promptscope does nothing with. */
export function reviewKeys(map: YamlMap, keys: KeySet, path: string, io: ReadIo): void {
  for (const { key, keyAt } of map.entries) {
    if (keys.applied.includes(key)) continue;
    const at = path === "" ? key : `${path}.${key}`;
    if (keys.known.has(key)) {
      const text = keys.notes?.[key] ?? { message: `${key} is kept, but does nothing in Promptscope.`, fix: "" };
      io.problems.warn(keyAt, at, { code: "key_not_applied", ...text });
      continue;
    }
    const nearest = nearestKey(key, [...keys.applied, ...keys.known]);
    if (nearest !== undefined && keys.vital?.includes(nearest)) {
      io.problems.error(keyAt, at, {
        code: "unknown_key",
        message: `${unknownKeyText(key, keys)} As it stands the gateway would start without a master key.`,
        fix: `Write ${nearest}.`,
      });
      continue;
    }
    io.problems.warn(keyAt, at, {
      code: "unknown_key",
      message: unknownKeyText(key, keys),
      fix: nearest ? `Did you mean ${nearest}?` : "It is kept as it is; take it out if it is a mistake.",
    });
  }
}

export function warnUnset(variable: string, at: Position, path: string, io: ReadIo): void {
  io.problems.warn(at, path, unsetText(variable));
}

export function unsetText(variable: string) {
  return {
    code: "variable_unset",
    message: `The environment variable ${variable} is not set.`,
    fix: `Set ${variable} before the start; LiteLLM would go on with nothing in its place.`,
  };
}

export function wrongType(entry: YamlEntry, path: string, expected: string, io: ReadIo): void {
  io.problems.error(entry.value.at, path === "" ? entry.key : `${path}.${entry.key}`, {
    code: "wrong_type",
    message: `${entry.key} must be ${expected}, not ${describeNode(entry.value)}.`,
    fix: howWritten(entry.key, expected),
  });
}

/** A line that would be right below keys that hold a mapping. */
const inMappings: Record<string, string> = {
  litellm_params: "model: openai/gpt-6-luna",
  model_info: "id: my-entry",
  extra_headers: "X-Team: blue",
  prompt_variables: "name: value",
  litellm_settings: "num_retries: 2",
  router_settings: "num_retries: 2",
  general_settings: "master_key: os.environ/MASTER_KEY",
  environment_variables: "NAME: value",
  model_group_alias: "other-name: my-model",
};

function howWritten(key: string, expected: string): string {
  if (expected.startsWith("a list")) return `Begin each item below ${key}: with a dash.`;
  if (expected === "a mapping") return `Write ${key}: and below it, indented, ${inMappings[key] ?? "name: value"}.`;
  return `Write ${key}: and ${expected} on the same line.`;
}

export function isNothing(tree: YamlTree): boolean {
  return tree.kind === "scalar" && tree.value === null;
}

function readScalar(
  parent: YamlMap,
  key: string,
  path: string,
  io: ReadIo,
): ReadField<string | number | boolean> | undefined {
  const entry = entryOf(parent, key);
  if (!entry || isNothing(entry.value)) return undefined;
  if (entry.value.kind !== "scalar") {
    wrongType(entry, path, "a single value", io);
    return undefined;
  }
  const variable = variableOf(entry.value);
  const value = variable === undefined ? entry.value.value : io.variable(variable);
  if (value === undefined && variable !== undefined) {
    io.problems.error(entry.value.at, path === "" ? key : `${path}.${key}`, unsetText(variable));
  }
  return value === null || value === undefined ? undefined : { value, source: entry.value.source, at: entry.value.at };
}

function secret(origin: ConfigSecret["origin"], variable: string, value: string): ConfigSecret {
  return { origin, variable, hint: secretHint(value), read: () => value };
}
