import { isJsonObject } from "../json/is-json-object.ts";
import type { PromptRef, RunPrompt } from "../prompt/prompt.ts";
import type { PromptSource } from "./prompt-source.ts";

/* Between how a file says where a prompt lies and how the app does. */

/** Libraries by the key that says where a prompt lies: `{ langfuse: support/reply }`. */
export const promptLibraryKeys = ["langfuse", "local", "demo"] as const;
/** The prompt of a library that is meant; undefined where the text stands in a file or in place. */
export function refOfSource(source: PromptSource): PromptRef | undefined {
  const library = promptLibraryKeys.find((key) => source[key] !== undefined);
  const name = library && source[library];
  if (library === undefined || name === undefined) return undefined;
  const { version, label, connection } = source;
  return {
    library,
    name,
    ...(version === undefined ? {} : { version: String(version) }),
    ...(label === undefined ? {} : { label }),
    ...(connection === undefined ? {} : { connection }),
  };
}

/**
 * How a file says where the prompt of a run lies; an edit stands in place. Undefined for a library that files cannot name.
 */
export function sourceOfPrompt(prompt: RunPrompt): PromptSource | undefined {
  if ("base" in prompt) {
    const config = isJsonObject(prompt.config) ? { config: prompt.config } : {};
    return typeof prompt.prompt === "string"
      ? { text: prompt.prompt, ...config }
      : { messages: prompt.prompt, ...config };
  }
  const { library, name, version, label, connection } = prompt;
  const key = promptLibraryKeys.find((one) => one === library);
  if (key === undefined) return undefined;
  return {
    [key]: name,
    ...(version === undefined ? (label === undefined ? {} : { label }) : { version }),
    ...(connection === undefined ? {} : { connection }),
  };
}
