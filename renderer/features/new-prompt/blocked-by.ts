import type { NewPromptState } from "../../stores/prompts/new-prompt.ts";
import type { Begun } from "./begun-content.ts";

/** What is wrong with the name; undefined when nothing is, as far as is known. */
export function nameError({
  name,
  check,
  checking,
}: Pick<NewPromptState, "name" | "check" | "checking">): string | undefined {
  if (name.trim() === "") return "A prompt needs a name.";
  if (!check || checking) return undefined;
  const problem = check.problems.find(({ path, severity }) => path[0] === "name" && severity === "blocks");
  if (problem) return problem.message;
  return check.isTaken ? "There is a prompt of this name already. Take another name, or open that one." : undefined;
}

/** Why the prompt cannot be begun as the fields stand, in words; null when it can. */
export function blockedBy(
  state: Pick<NewPromptState, "name" | "check" | "checking" | "place">,
  begun: Begun,
): string | null {
  if (state.place === null) return "Choose a library.";
  if ("reason" in begun) return begun.reason;
  return nameError(state) ?? null;
}
