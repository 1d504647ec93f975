import type { PromptSummary } from "@shared/domain/prompt/prompt.ts";
import { type CommandId, commandInfo } from "../../stores/commands.ts";
import { matchesFilter, parseFilter } from "../../stores/prompts/prompt-filter.ts";
import { synonyms } from "./synonyms.ts";

const promptsWithoutText = 6;
const promptsWithText = 40;

export interface PaletteResult<P extends PromptSummary> {
  prompts: P[];
  /** Prompts that match too but are not in the list. */
  hiddenPrompts: number;
  commands: CommandId[];
}

/** What matches a text: prompts by the library's filter rules, commands whose title, group or other names have every word. */
export function searchPalette<P extends PromptSummary>(
  text: string,
  prompts: readonly P[],
  available: readonly CommandId[],
): PaletteResult<P> {
  const filter = parseFilter(text);
  const matching = prompts.filter((prompt) => matchesFilter(prompt, filter)).sort(byClosestName(filter.words));
  const shown = matching.slice(0, text.trim() === "" ? promptsWithoutText : promptsWithText);
  const byTermOnly = filter.labels.length + filter.tags.length > 0;
  const commands = available.filter((id) => {
    const { title, group } = commandInfo(id);
    const words = `${title} ${group} ${synonyms[id] ?? ""}`.toLowerCase();
    return !byTermOnly && filter.words.every((word) => words.includes(word));
  });
  const isNamed = (id: CommandId) => filter.words.every((word) => commandInfo(id).title.toLowerCase().includes(word));
  commands.sort((a, b) => Number(isNamed(b)) - Number(isNamed(a)));
  return { prompts: shown, hiddenPrompts: matching.length - shown.length, commands };
}

/** Names whose last part starts with the first word come first; otherwise the order stays. */
function byClosestName([first]: string[]) {
  const rank = (prompt: PromptSummary) => {
    const leaf = prompt.name.slice(prompt.name.lastIndexOf("/") + 1).toLowerCase();
    return first !== undefined && leaf.startsWith(first) ? 0 : 1;
  };
  return (a: PromptSummary, b: PromptSummary) => rank(a) - rank(b);
}
