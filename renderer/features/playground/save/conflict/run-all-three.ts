import type { SaveOutcome } from "@shared/domain/prompt/save-outcome.ts";
import { useCommands } from "../../../../stores/commands.ts";
import { useEdits } from "../../../../stores/prompts/edits.ts";
import { useSaving } from "../../../../stores/prompts/saving.ts";
import { addPinnedVariant } from "../../runs/variant-actions.ts";

/** Puts what both began with and what somebody saved beside the edit and runs all; the edit stays as it is. */
export function runAllThree({ base, theirs }: Extract<SaveOutcome, { kind: "conflict" }>): void {
  const { open } = useEdits.getState();
  if (!open) return;
  useSaving.getState().close();
  for (const version of [base?.version, theirs.version]) {
    if (version !== undefined) addPinnedVariant({ ...open.base, version });
  }
  // The columns are there once they were drawn; their requests are made from what they show.
  requestAnimationFrame(() => useCommands.getState().run("run.start"));
}
