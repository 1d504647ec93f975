import { isJsonObject } from "../json/is-json-object.ts";
import type { JsonValue } from "../json/json.ts";
import { isTooDeep } from "../json/json-depth.ts";
import { listAt, textAt } from "../json/read-json.ts";
import type { PortableFile, PortablePrompt } from "./portable-prompt.ts";

/**
 * The file of an export, as far as a list of it goes; without the validator, which the interface does not load. Each
 * prompt is parsed in full where it is put in.
 * @returns the reason, in words for a person, where it is none.
 */
export function readPortableFile(text: string): PortableFile | { reason: string } {
  const parsed = parse(text);
  if (parsed === undefined) return { reason: "This file is no JSON." };
  if (!isJsonObject(parsed) || parsed["format"] !== "promptscope-prompts") {
    return { reason: "This file is no export of prompts: it does not say “promptscope-prompts”." };
  }
  if (parsed["version"] !== 1)
    return { reason: "This export is of a later Promptscope, which this one does not read." };
  const prompts = listAt(parsed, "prompts");
  const broken = prompts.findIndex((prompt) => !isPrompt(prompt));
  if (broken !== -1) return { reason: `Prompt ${broken + 1} of the file has no name or no versions.` };
  return {
    format: "promptscope-prompts",
    version: 1,
    from: textAt(parsed, "from") ?? "a file",
    exportedAt: textAt(parsed, "exportedAt") ?? "",
    prompts: prompts as unknown as PortablePrompt[],
  };
}

function isPrompt(value: JsonValue): boolean {
  return isJsonObject(value) && typeof value["name"] === "string" && listAt(value, "versions").length > 0;
}

function parse(text: string): JsonValue | undefined {
  if (isTooDeep(text)) return undefined;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
