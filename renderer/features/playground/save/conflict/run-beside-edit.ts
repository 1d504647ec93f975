import { useCommands } from "../../../../stores/commands.ts";
import { useEdits } from "../../../../stores/prompts/edits.ts";
import { useSaving } from "../../../../stores/prompts/saving.ts";
import { addPinnedVariant } from "../../runs/variant-actions.ts";

/** Puts stored versions beside the edit and runs all of them; the edit stays as it is, unsaved. */
export function runBesideEdit(versions: readonly (string | undefined)[]): void {
  const { open } = useEdits.getState();
  if (!open) return;
  useSaving.getState().close();
  for (const version of versions) if (version !== undefined) addPinnedVariant({ ...open.base, version });
  // The columns are there once they were drawn; their requests are made from what they show.
  requestAnimationFrame(() => useCommands.getState().run("run.start"));
}
