import { isDeepStrictEqual } from "node:util";
import type { FileOfVersion } from "@shared/domain/prompt/portable-prompt.ts";
import { isMap, parseDocument } from "yaml";
import { keysUncompared } from "../../yaml/unique-keys.ts";

/** What the prompt itself says: two files of one prompt do not differ in it, or only in how it is written. */
const ofThePrompt = new Set(["name", "type", "prompt", "messages", "model", "modelParameters", "tools", "config"]);

/**
 * What two files say otherwise of one and the same prompt, as a person calls it: keys such as `description`, else their
 * comments and layout.
 * @param given null: a file that says no more than the prompt.
 */
export function fileDifferences(there: FileOfVersion | null, given: FileOfVersion | null): string[] {
  if (there?.text === given?.text) return [];
  if (there && given && there.ending !== given.ending)
    return [`the form (${there.ending} there, ${given.ending} here)`];
  const [own, other] = [keysOf(there), keysOf(given)];
  const names = new Set([...own.keys(), ...other.keys()]);
  const differing = [...names].filter(
    (key) => !ofThePrompt.has(key) && !isDeepStrictEqual(own.get(key), other.get(key)),
  );
  return differing.length > 0 ? differing : ["comments or layout"];
}

/** Empty for a file that is no YAML. */
function keysOf(file: FileOfVersion | null): ReadonlyMap<string, unknown> {
  if (!file) return new Map();
  const { contents } = parseDocument(file.text, { logLevel: "silent", strict: false, ...keysUncompared });
  if (!isMap(contents)) return new Map();
  return new Map(contents.items.map(({ key, value }) => [String(key), JSON.stringify(value)]));
}
