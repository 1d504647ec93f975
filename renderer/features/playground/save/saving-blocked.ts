import { readConfig } from "@shared/domain/edit/change-document.ts";
import { versionName } from "@shared/domain/prompt/version-text.ts";
import { useEdits } from "../../../stores/prompts/edits.ts";
import type { SavingState } from "../../../stores/prompts/saving.ts";

/** Of a prompt that no library has yet: what is wrong with its name; null when nothing is, as far as is known. */
export function newNameError({ target, check, busy }: SavingState): string | null {
  if (!target) return null;
  if (target.name.trim() === "") return "A prompt needs a name.";
  if (!check || busy === "looking") return null;
  const problem = check.problems.find(({ path, severity }) => path[0] === "name" && severity === "blocks");
  if (problem) return problem.message;
  return check.standing ? "There is a prompt of this name already. Take another name." : null;
}

/** Why the edit cannot be saved as things stand, in words; null when it can. The engine has the last word. */
export function savingBlocked(state: SavingState): string | null {
  const { check, labels, typedName, message, acceptsChanges } = state;
  if (!check) return "What is stored now is not known yet.";
  const misnamed = newNameError(state);
  if (misnamed !== null) return misnamed;
  if (check.sameAs !== null)
    return `The text is that of ${versionName(check.sameAs, check.standing?.newest.version)} already.`;
  if (check.problems.some(({ severity }) => severity === "blocks")) return "The library cannot hold this text.";
  if (check.problems.length > 0 && !acceptsChanges) return "The library would store something else: accept that first.";
  const { open } = useEdits.getState();
  if (open && readConfig(open.editing.now.configText) === undefined) return "The config is no JSON yet.";
  if (!labels.has("production")) return null;
  if (check.guard === "typed-name" && typedName !== (state.target ?? open?.base)?.name)
    return "Type the prompt's name to move production.";
  if (check.guard === "message" && message.trim() === "") return "Say why production moves.";
  return null;
}
