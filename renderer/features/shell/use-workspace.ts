import { useEffect } from "react";
import { useDraft } from "../../stores/draft/draft.ts";
import { isSetUp } from "../../stores/draft/variant-list.ts";
import { refToOpen, useLibrary } from "../../stores/prompts/library.ts";
import { openLibrary, useOpenLibrary } from "../../stores/settings/libraries.ts";
import { useSettings } from "../../stores/settings/settings.ts";

/** Keeps library and connection state in step with the chosen workspace and its credentials. */
export function useWorkspace(): void {
  const library = useOpenLibrary();
  const state = library && JSON.stringify([library.id, library.connection?.id, library.ready]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what the state is made of is in it
  useEffect(() => {
    if (library === undefined) return;
    if (library.needsConnection && useSettings.getState().langfuse.kind === "unknown") {
      void useSettings.getState().testLangfuse();
    }
    const { id, connection } = library;
    const place = { library: id, ...(connection ? { connection: connection.id } : {}) };
    void useLibrary.getState().load(place, false).then(openFirstSample);
  }, [state]);
}

/** A first start shows a prompt ready to run instead of an empty view: the sample with the most versions. */
function openFirstSample(): void {
  const { list } = useLibrary.getState();
  const isSamples = openLibrary(useSettings.getState().settings)?.samples === true;
  if (!list || !isSamples || isSetUp(useDraft.getState().draft)) return;
  const [first] = list.prompts.toSorted((a, b) => b.versions.length - a.versions.length);
  if (first === undefined) return;
  useLibrary.getState().reveal(first.name);
  useDraft.getState().openPrompt(refToOpen(list, first));
}
