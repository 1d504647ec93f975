import { isJsonObject } from "../json/is-json-object.ts";
import type { JsonValue } from "../json/json.ts";
import { mapStrings } from "../json/map-strings.ts";
import type { ImportedPrompt } from "./imported-prompt.ts";

/** Keys as providers write them. Each looks at every character once. */
const keyShapes = [
  /\bsk-[A-Za-z0-9_-]{16,}/g,
  /\b(?:pk|sk)-lf-[A-Za-z0-9-]{16,}/g,
  /\bBearer +[A-Za-z0-9._~+/=-]{16,}/g,
  /\bAIza[A-Za-z0-9_-]{30,}/g,
  /\b(?:gsk_|xai-|hf_|ghp_|pplx-|r8_|nvapi-)[A-Za-z0-9_-]{16,}/g,
  /\bgithub_pat_[A-Za-z0-9_]{16,}/g,
  /\bAKIA[A-Z0-9]{16}\b/g,
];
const keyNames = /^(?:x-)?(?:api[-_]?key|authorization|api[-_]?token|access[-_]?token|secret[-_]?key)$/i;
const removedKey = "[key removed]";

/** Takes keys out of all that a prompt would store, and out of what is said about it. */
export function withoutKeys(prompt: ImportedPrompt): ImportedPrompt {
  let removed = 0;
  const clean = (text: string): string =>
    keyShapes.reduce(
      (left, shape) =>
        left.replace(shape, () => {
          removed += 1;
          return removedKey;
        }),
      text,
    );
  const dropped: string[] = [];
  const config = mapStrings(withoutNamed(prompt.config, dropped), clean);
  const cleaned = {
    ...prompt,
    prompt: mapStrings(prompt.prompt, clean),
    config: isJsonObject(config) ? config : {},
    values: mapStrings(prompt.values, clean),
  };
  const found = removed;
  const notes = prompt.notes.map((note) => ({ ...note, message: clean(note.message) }));
  const said = [
    ...(found > 0 ? [`${found} ${found === 1 ? "key" : "keys"} in the text: ${removedKey} stands in the place.`] : []),
    ...dropped.map((name) => `${name} is a key by its name; it is not taken.`),
  ];
  return {
    ...cleaned,
    notes: [...said.map((message) => ({ code: "key_removed" as const, kind: "lost" as const, message })), ...notes],
  };
}

/** Texts under names that mean keys; an object of that name is a schema's. */
function withoutNamed(value: JsonValue, dropped: string[]): JsonValue {
  if (Array.isArray(value)) return value.map((item) => withoutNamed(item, dropped));
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).flatMap(([key, item]): [string, JsonValue][] => {
    if (typeof item !== "string" || !keyNames.test(key)) return [[key, withoutNamed(item, dropped)]];
    dropped.push(key);
    return [];
  });
  return Object.fromEntries(entries);
}
