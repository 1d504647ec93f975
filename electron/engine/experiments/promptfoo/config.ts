import type { CodeFile } from "@shared/domain/experiment/read-experiment.ts";
import { isJsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import type { ReadOptions } from "../read-experiment-file.ts";
import { type Place, readYaml, type YamlSource } from "../reading/yaml-source.ts";
import type { Findings } from "./findings.ts";

/** A config that is being read. */
export interface Config extends ReadOptions {
  source: YamlSource;
  findings: Findings;
  /** Files whose code is run, by their paths. */
  codeFiles: Map<string, CodeFile>;
  /** A variable that `{{env.X}}` names; those of the config's own `env` come first. */
  env(name: string): string | undefined;
}

/** A value of a config, or of a file it names, that knows where its parts stand. */
export interface Part {
  value: JsonValue;
  placeOf(...path: PropertyKey[]): Place;
}

export function partOf({ source }: Config, ...path: PropertyKey[]): Part {
  let value: JsonValue = source.value;
  for (const step of path) value = childOf(value, step) ?? null;
  return { value, placeOf: (...rest) => source.placeOf([...path, ...rest]) };
}

export function partIn(part: Part, ...path: PropertyKey[]): Part {
  let value = part.value;
  for (const step of path) value = childOf(value, step) ?? null;
  return { value, placeOf: (...rest) => part.placeOf(...path, ...rest) };
}

/** The items of a list; a value that is none counts as its only item, nothing as no item. */
export function itemsOf(part: Part): Part[] {
  const { value } = part;
  if (value === null) return [];
  return Array.isArray(value) ? value.map((_, index) => partIn(part, index)) : [part];
}

function childOf(value: JsonValue, step: PropertyKey): JsonValue | undefined {
  if (Array.isArray(value)) return value[Number(step)];
  return isJsonObject(value) && typeof step === "string" && Object.hasOwn(value, step) ? value[step] : undefined;
}

/** A YAML or JSON file below the config; null when it cannot be read, which is refused by line. */
export async function partOfFile(config: Config, path: string, named: Place): Promise<Part | null> {
  const text = await textOfFile(config, path, named);
  if (text === null) return null;
  const read = readYaml(text, path);
  if ("errors" in read) {
    for (const { code, message, ...place } of read.errors) {
      config.findings.refuse({ column: 1, ...place }, code, `${path} does not parse: ${message}`);
    }
    return null;
  }
  return { value: read.source.value, placeOf: (...rest) => read.source.placeOf(rest) };
}

export async function textOfFile(
  { files, findings, signal }: Config,
  path: string,
  named: Place,
): Promise<string | null> {
  try {
    return await files.text(path);
  } catch (error) {
    signal.throwIfAborted();
    findings.refuse(named, "file", error instanceof Error ? error.message : String(error));
    return null;
  }
}

/** Files of a pattern in order of their names; a plain path is itself. */
export async function filesOf({ files, findings, signal }: Config, pattern: string, named: Place): Promise<string[]> {
  if (!/[*?[\]{}]/.test(pattern)) return [pattern];
  try {
    const found = await files.find(pattern);
    if (found.length === 0) findings.refuse(named, "file", `${pattern} names no file.`);
    return found;
  } catch (error) {
    signal.throwIfAborted();
    findings.refuse(named, "file", error instanceof Error ? error.message : String(error));
    return [];
  }
}

/** The end of a line that closes a file is the file's. */
export function withoutLastBreak(text: string): string {
  return text.replace(/\r?\n$/, "");
}
