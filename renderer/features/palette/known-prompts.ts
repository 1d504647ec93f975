import type { EditSummary } from "@shared/domain/prompt/edit-summary.ts";
import type { PromptList, PromptSummary } from "@shared/domain/prompt/prompt.ts";
import type { SettingsView } from "@shared/domain/settings.ts";
import { placeKey } from "../../stores/draft/open-prompt.ts";
import { type LibraryState, listedIn, withUnsaved } from "../../stores/prompts/library.ts";
import { usePrompt } from "../../stores/prompts/prompt.ts";
import { libraryName, placeOf, shownLibraries } from "../../stores/settings/libraries.ts";
import type { OpenVersions } from "./search-versions.ts";

export type KnownPrompt = PromptSummary & {
  key: string;
  /** What its library is called; empty where there is only one. */
  place: string;
  list: PromptList;
};

/** The prompts of every library of the tree that was read, each with where it lies. */
export function knownPrompts(
  settings: SettingsView | null,
  lists: LibraryState["lists"],
  unsaved: readonly EditSummary[],
): KnownPrompt[] {
  const shown = (settings ? shownLibraries(settings) : []).flatMap((library) => {
    const list = listedIn({ lists }, placeOf(library))?.list;
    return list ? [{ list: withUnsaved(list, unsaved), place: libraryName(library) }] : [];
  });
  return shown.flatMap(({ list, place }) =>
    list.prompts
      .filter(({ problem }) => problem === undefined)
      .map((prompt) => ({
        ...prompt,
        key: `${placeKey(list)} ${prompt.name}`,
        place: shown.length > 1 ? place : "",
        list,
      })),
  );
}

/** The open prompt of those known and its versions, once they are read. */
export function openVersions(known: readonly KnownPrompt[]): OpenVersions<KnownPrompt> | null {
  const { ref, versions } = usePrompt.getState();
  if (ref === null || versions === null) return null;
  const key = `${placeKey(ref)} ${ref.name}`;
  const prompt = known.find((one) => one.key === key);
  return prompt ? { prompt, versions } : null;
}
