import { dotprompt } from "./dotprompt.ts";
import { litellmPrompt } from "./litellm-prompt.ts";
import type { FileFormat } from "./prompt-file.ts";
import { promptYml } from "./prompt-yml.ts";
import { textFile } from "./text-file.ts";

/** Every form that is read; of two that share an ending the first whose marks are there. */
export const formats: readonly FileFormat[] = [promptYml, dotprompt, litellmPrompt, textFile];

/** What a new prompt is written as. */
export const newFormat: FileFormat = promptYml;

/** Endings in the order in which a name is looked for. */
export const endings: readonly string[] = [...new Set(formats.flatMap((format) => format.endings))];

/** The ending of a file that may hold a prompt. */
export function endingOf(file: string): string | undefined {
  return endings.find((ending) => file.endsWith(ending) && file.length > ending.length);
}

/** @param ending of the file, one of `endings`. */
export function formatFor(ending: string, text: string): FileFormat | undefined {
  const candidates = formats.filter((format) => format.endings.includes(ending));
  return candidates.find((format) => format.isMarked?.(text) ?? true);
}
