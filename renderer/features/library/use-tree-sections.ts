import { useEffect, useMemo } from "react";
import { useDraft } from "../../stores/draft/draft.ts";
import { useEdits } from "../../stores/prompts/edits.ts";
import { useLibrary } from "../../stores/prompts/library.ts";
import { type TreeSection, treeSections } from "../../stores/prompts/tree-sections.ts";
import { useSettings } from "../../stores/settings/settings.ts";

/** The roots of the tree. The list of one is asked for when it is opened, and not before. */
export function useTreeSections(): readonly TreeSection[] {
  const settings = useSettings((state) => state.settings);
  const layout = useDraft((state) => state.draft.layout);
  const lists = useLibrary((state) => state.lists);
  const unsaved = useEdits((state) => state.unsaved);
  const sections = useMemo(
    () => (settings ? treeSections({ settings, layout, lists, unsaved: [...unsaved.values()] }) : []),
    [settings, layout, lists, unsaved],
  );
  useEffect(() => {
    const { lists: known, load } = useLibrary.getState();
    for (const { isOpen, key, place } of sections) if (isOpen && known[key] === undefined) void load(place, false);
  }, [sections]);
  return sections;
}
