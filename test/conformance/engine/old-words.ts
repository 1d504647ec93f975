import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";

/*
 * What a version of before prompt libraries wrote down, in the words of today, so that it can be compared: the source of
 * a prompt is its library, its version a text, and files say that they are of a newer form. Nothing else may change.
 */

const libraries = new Set<JsonValue | undefined>(["demo", "langfuse"]);
const formats = new Set<JsonValue | undefined>(["promptscope.runs", "promptscope.cassette"]);

/** The value with every reference to a prompt as it is written now. */
export function inWordsOfToday<T>(value: T): T {
  return translated(value as JsonValue) as T;
}

/** A draft of before, with what belongs to a Langfuse prompt under the connection that was set up. */
export function draftOfToday<T>(draft: T, connection: string): T {
  const text = JSON.stringify(inWordsOfToday(draft))
    .replaceAll('"langfuse:', `"langfuse@${connection}:`)
    .replaceAll('"library":"langfuse"', `"library":"langfuse","connection":"${connection}"`);
  return JSON.parse(text) as T;
}

function translated(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(translated);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([key, part]): [string, JsonValue] => [key, translated(part)]);
  return renamed(Object.fromEntries(entries));
}

function renamed(object: JsonObject): JsonObject {
  const { source, version, versions, promptVersion, ...rest } = object;
  if (libraries.has(source) && ("name" in rest || "compileMode" in rest)) {
    return {
      ...rest,
      library: source ?? null,
      ...(version === undefined ? {} : { version: asText(version) }),
      ...(Array.isArray(versions) ? { versions: versions.map(asText) } : {}),
    };
  }
  if (promptVersion !== undefined) return { ...object, promptVersion: asText(promptVersion) };
  if (formats.has(object["format"])) return { ...object, version: 2 };
  return "pins" in object ? { ...object, pins: pinsOfToday(object["pins"] ?? {}) } : object;
}

function pinsOfToday(pins: JsonValue): JsonValue {
  return JSON.parse(JSON.stringify(pins).replace(/"version":(\d+)/g, '"version":"$1"')) as JsonValue;
}

function asText(version: JsonValue): JsonValue {
  return typeof version === "number" ? String(version) : version;
}
