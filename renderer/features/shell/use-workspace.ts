import type { PromptLibraryView } from "@shared/domain/prompt/library-view.ts";
import type { PromptIdentity } from "@shared/domain/prompt/prompt.ts";
import { liesIn } from "@shared/domain/prompt/prompt-key.ts";
import { useEffect, useRef } from "react";
import { useDraft } from "../../stores/draft/draft.ts";
import { isSetUp } from "../../stores/draft/variant-list.ts";
import { openList, refToOpen, useLibrary } from "../../stores/prompts/library.ts";
import { followPromptChanges } from "../../stores/prompts/prompt-changes.ts";
import { sectionLayout } from "../../stores/prompts/tree-sections.ts";
import { openLibrary, openPlaceOf, placeOf, useOpenLibrary } from "../../stores/settings/libraries.ts";
import { useSettings } from "../../stores/settings/settings.ts";

/**
 * Keeps library and connection state in step with the open workspace and its credentials. A person changes the workspace
 * with the switch, which opens what was open there last, or by opening a prompt of another one, which the switch follows:
 * the bar never names another place than the prompt below it has.
 */
export function useWorkspace(): void {
  const library = useOpenLibrary();
  const seen = useRef<Place | null>(null);
  const state = library && JSON.stringify([library.id, library.connection?.id, library.ready]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what the state is made of is in it
  useEffect(() => {
    if (library === undefined) return;
    const { connection } = library;
    const { settings, langfuse, testLangfuse } = useSettings.getState();
    const isProject = settings?.langfuse.some((one) => one.id === connection?.id);
    if (connection && isProject && langfuse[connection.id] === undefined) void testLangfuse(connection.id);
    const place = placeOf(library);
    if (seen.current && !liesIn(seen.current, place)) {
      keepOpen(seen.current, place);
      leaveFor(place);
    }
    seen.current = place;
    void useLibrary.getState().open(place).then(openFirstSample);
  }, [state]);

  useEffect(() => {
    const { openPrompt } = useDraft.getState().draft;
    if (openPrompt) openPlaceOf(openPrompt);
    return useDraft.subscribe(({ draft }, before) => {
      if (draft.openPrompt && draft.openPrompt !== before.draft.openPrompt) openPlaceOf(draft.openPrompt);
    });
  }, []);

  const folders = useSettings(({ settings }) => settings?.libraries.filter(isFolder).map(idOfConnection).join());
  useEffect(() => {
    if (!folders) return;
    const stop = new AbortController();
    void followPromptChanges(stop.signal);
    return () => stop.abort();
  }, [folders]);
}

const isFolder = ({ samples, needsConnection, ready }: PromptLibraryView) => !samples && !needsConnection && ready;
const idOfConnection = ({ connection }: PromptLibraryView) => connection?.id ?? "";

type Place = Pick<PromptIdentity, "library" | "connection">;

/** The tree opens the library that is gone to, and leaves the one before open; samples only where a person opened them. */
function keepOpen(left: Place, place: Place): void {
  const { draft, setLayout } = useDraft.getState();
  const isSamples = useSettings
    .getState()
    .settings?.libraries.some(({ id, samples }) => samples && id === left.library);
  const name = sectionLayout(left.library);
  if (!isSamples && draft.layout[name] === undefined) setLayout(name, true);
  setLayout(sectionLayout(place.library), true);
}

/** In another workspace what was open there last is open again: a prompt of the one before would run under its name. */
function leaveFor(place: Place): void {
  const { draft, openLastIn } = useDraft.getState();
  const { openPrompt: open } = draft;
  // A draft of before does not say whose its prompt is.
  const isThere = liesIn(open, place) || (open?.library === place.library && open.connection === undefined);
  if (!isThere) openLastIn(place);
}

/** A first start shows a prompt ready to run instead of an empty view: the sample with the most versions. */
function openFirstSample(): void {
  const list = openList(useLibrary.getState());
  const isSamples = openLibrary(useSettings.getState().settings)?.samples === true;
  if (!list || !isSamples || isSetUp(useDraft.getState().draft)) return;
  const [first] = list.prompts.toSorted((a, b) => b.versions.length - a.versions.length);
  if (first === undefined) return;
  useLibrary.getState().reveal({ ...list, name: first.name });
  useDraft.getState().openPrompt(refToOpen(list, first));
}
