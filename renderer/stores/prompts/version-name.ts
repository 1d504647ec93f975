import { versionName } from "@shared/domain/prompt/version-text.ts";
import { isFileLibrary } from "../settings/libraries.ts";
import { useSettings } from "../settings/settings.ts";
import { useEdits } from "./edits.ts";
import { usePrompt } from "./prompt.ts";
import { useSaving } from "./saving.ts";

/** Whether the open prompt is a file: it has no labels, and its versions are commits or saved states. */
export function useIsFile(): boolean {
  const library = usePrompt(({ ref }) => ref?.library);
  return useSettings(({ settings }) => isFileLibrary(settings, library));
}

/** Whether the open edit is saved to a file: there are no labels then, and a message belongs into a commit. */
export function useSavesToFile(): boolean {
  const target = useSaving((state) => state.target?.library);
  const own = useEdits(({ open }) => open?.base.library);
  const library = target ?? own;
  return useSettings(({ settings }) => isFileLibrary(settings, library));
}

/** What a version of the open prompt is called in a sentence: `v3`; of a file `the file`, `commit …`, `saved state …`. */
export function useVersionName(): (version: string) => string {
  const current = usePrompt(({ versions }) => versions?.[0]?.version);
  return (version) => versionName(version, current);
}
