import { useEffect } from "react";
import { useDraft } from "../../stores/draft/draft.ts";
import { isSetUp } from "../../stores/draft/variant-list.ts";
import { refToOpen, useLibrary } from "../../stores/prompts/library.ts";
import { useSettings } from "../../stores/settings/settings.ts";

/** Keeps library and connection state in step with the chosen workspace and its credentials. */
export function useWorkspace(): void {
  const source = useSettings((state) => state.settings?.preferences.source);
  const connection = useSettings(({ settings }) =>
    settings === null ? "" : `${settings.langfuse.host} ${settings.langfuse.publicKey} ${settings.langfuse.configured}`,
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: another connection is another library
  useEffect(() => {
    if (source === undefined) return;
    if (source === "langfuse" && useSettings.getState().langfuse.kind === "unknown") {
      void useSettings.getState().testLangfuse();
    }
    void useLibrary.getState().load(source, false).then(openFirstSample);
  }, [source, connection]);
}

/** A first start shows a prompt ready to run instead of an empty view: the sample with the most versions. */
function openFirstSample(): void {
  const { list } = useLibrary.getState();
  if (list?.source !== "demo" || isSetUp(useDraft.getState().draft)) return;
  const [first] = list.prompts.toSorted((a, b) => b.versions.length - a.versions.length);
  if (first === undefined) return;
  useLibrary.getState().reveal(first.name);
  useDraft.getState().openPrompt(refToOpen("demo", first));
}
