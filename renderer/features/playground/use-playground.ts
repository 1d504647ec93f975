import type { PromptRef, ResolvedPrompt } from "@shared/domain/prompt/prompt.ts";
import { useEffect, useRef } from "react";
import { type CommandAction, type CommandId, useCommands } from "../../stores/commands.ts";
import { useDraft } from "../../stores/draft/draft.ts";
import { type PreviewState, usePreview } from "../../stores/draft/preview.ts";
import { isSetUp } from "../../stores/draft/variant-list.ts";
import { useDataset } from "../../stores/inputs/dataset.ts";
import { useInputs } from "../../stores/inputs/inputs.ts";
import { editToRun, useEdits } from "../../stores/prompts/edits.ts";
import { useNothingToSave } from "../../stores/prompts/nothing-to-save.ts";
import { usePrompt } from "../../stores/prompts/prompt.ts";
import { useSaving } from "../../stores/prompts/saving.ts";
import { useCompare } from "../../stores/run/compare.ts";
import { bringBackAnswers, rememberAnswers } from "../../stores/run/last-answers.ts";
import { isPassing, usePass } from "../../stores/run/pass.ts";
import { buildRunRequest } from "../../stores/run/run-request.ts";
import { anyRunning, useRuns } from "../../stores/run/runs.ts";
import { useUnfinishedJobs } from "../../stores/run/unfinished-jobs.ts";
import { useSettings } from "../../stores/settings/settings.ts";
import { toggleBlindVote } from "./compare/blind-vote.ts";
import { canUndo, redoable, undoChange } from "./edit/undo-actions.ts";
import { toggleInspector } from "./inspector/inspector-place.ts";
import { runAll, runFocused, runOverInputs } from "./runs/run-actions.ts";
import { useDeferredEdit } from "./runs/use-deferred-edit.ts";
import { canAddVariant, duplicateVariant, goToVariant } from "./runs/variant-actions.ts";

/** Has what changed in the draft saved at once when the window is hidden or closed. */
export function useFlushOnHide(): void {
  useEffect(() => {
    const onHide = () => {
      void useDraft.getState().flush();
      void useEdits.getState().flush();
    };
    document.addEventListener("visibilitychange", onHide);
    window.addEventListener("pagehide", onHide);
    return () => {
      document.removeEventListener("visibilitychange", onHide);
      window.removeEventListener("pagehide", onHide);
    };
  }, []);
}

let hasComeBack = false;

/** Shows, once a window, the jobs that the engine went on with while there was none. */
export function useComeBack(): void {
  const loaded = useDraft((state) => state.loaded);
  const comeBack = useUnfinishedJobs((state) => state.comeBack);
  useEffect(() => {
    if (!loaded || hasComeBack) return;
    hasComeBack = true;
    void comeBack();
  }, [loaded, comeBack]);
}

/** Answers shown last come back with the window, and with their prompt. */
export function useLastAnswers(): void {
  const loaded = useDraft((state) => state.loaded);
  useEffect(() => {
    if (!loaded) return;
    void bringBackAnswers();
    return rememberAnswers();
  }, [loaded]);
}

/** The connections there were when the open prompt was read last. */
let askedBehind: string | undefined;

/**
 * Drawn anew, in a window of another size or after another view, what is edited is not read again: another version would
 * put the edit aside, though nobody chose one.
 */
function isEditedHere(ref: PromptRef | null, connections: string | undefined): boolean {
  const { ref: shown, stored } = usePrompt.getState();
  return (
    stored !== null &&
    useEdits.getState().open?.changed === true &&
    connections === askedBehind &&
    JSON.stringify(shown) === JSON.stringify(ref)
  );
}

/** Loads the open prompt whenever it, its version or its label changes, and offers its sample values. */
export function useOpenPrompt(): void {
  const ref = useDraft((state) => state.draft.openPrompt);
  const loaded = useDraft((state) => state.loaded);
  const open = usePrompt((state) => state.open);
  const resolved = usePrompt((state) => state.resolved);
  const offerSample = useDraft((state) => state.offerSample);
  const connections = useSettings(({ settings }) => {
    const library = settings?.libraries.find(({ id }) => id === ref?.library);
    return library && JSON.stringify([library.connection?.id, ...library.connections.map(({ id }) => id)]);
  });
  useEffect(() => {
    if (!loaded || isEditedHere(ref, connections)) return;
    askedBehind = connections;
    void open(ref);
  }, [loaded, ref, open, connections]);
  useEffect(() => {
    // A draft of before names no connection; from now on it keeps to the one its prompt was found in.
    if (
      ref &&
      ref.connection === undefined &&
      resolved?.ref.connection !== undefined &&
      resolved.ref.name === ref.name
    ) {
      useDraft.getState().openPrompt(resolved.ref);
    }
  }, [ref, resolved]);
  useEffect(() => {
    if (resolved?.sampleValues) offerSample(resolved.ref, resolved.sampleValues);
  }, [resolved, offerSample]);
  const stored = usePrompt((state) => state.stored);
  useEffect(() => void useEdits.getState().show(stored), [stored]);
}

/** Keeps every variant's preview in step with the draft, the settings and the loaded prompt. */
export function usePreviews(): void {
  const draft = useDraft((state) => state.draft);
  const preferences = useSettings((state) => state.settings?.preferences);
  const providers = useSettings((state) => state.settings?.providers);
  const resolved = usePrompt((state) => state.resolved);
  const edited = useDeferredEdit();
  const aside = useEdits((state) => state.aside);
  const show = usePreview((state) => state.show);
  const reset = usePreview((state) => state.reset);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new key changes what the same request gives
  useEffect(() => reset(), [providers, reset]);
  const before = useRef(resolved);
  useEffect(() => {
    if (isReadAnew(before.current, resolved) || hasFailed(usePreview.getState())) reset();
    before.current = resolved;
  }, [resolved, reset]);
  useEffect(() => {
    if (!preferences || !isSetUp(draft)) return;
    const edit = editToRun({ open: edited, aside });
    for (const variant of draft.variants) show(variant.id, buildRunRequest(draft, variant, preferences, edit));
  });
}

/**
 * Whether a prompt that was open says something else now. One that has just been opened does not: its preview was asked
 * for with it, and asking again would show it later by as much.
 */
function isReadAnew(before: ResolvedPrompt | null, now: ResolvedPrompt | null): boolean {
  if (before === null || now === null || before.fetchedAt === now.fetchedAt) return false;
  return JSON.stringify(before.ref) === JSON.stringify(now.ref);
}

function hasFailed({ views }: PreviewState): boolean {
  return Object.values(views).some(({ preview, error }) => error !== null || preview?.error != null);
}

/** Puts the playground's actions behind their commands while it is on screen. */
export function usePlaygroundCommands(): void {
  const register = useCommands((state) => state.register);
  useEffect(() => {
    const hasPrompt = () => useDraft.getState().draft.openPrompt !== null;
    const canRun = () => isSetUp(useDraft.getState().draft);
    const hasSeveral = () => canRun() && useDraft.getState().draft.variants.length > 1;
    return register({
      "run.start": { run: runAll, enabled: canRun },
      "run.variant": { run: runFocused, enabled: canRun },
      "run.stop": { run: stopEverything, enabled: () => anyRunning(useRuns.getState()) },
      "inspector.toggle": { run: toggleInspector },
      "prompt.save": {
        run: () => void useSaving.getState().start(),
        enabled: () => editToRun(useEdits.getState()) !== null,
        explain: () => useNothingToSave.getState().say(),
      },
      "edit.undo": { run: undoChange, enabled: canUndo },
      "edit.redo": { run: () => useEdits.getState().redo(), enabled: () => redoable(useEdits.getState()) !== null },
      "variant.add": { run: () => duplicateVariant(), enabled: () => canRun() && canAddVariant() },
      "inputs.run": {
        run() {
          const { rowsToRun, setRowsToRun } = useDataset.getState();
          setRowsToRun(null);
          void runOverInputs(rowsToRun ?? useInputs.getState().inputs);
        },
        enabled: () =>
          hasPrompt() && !isPassing() && (useDataset.getState().rowsToRun ?? useInputs.getState().inputs).length > 0,
      },
      "outputs.diff": {
        run: () => useCompare.getState().set({ diffing: !useCompare.getState().diffing }),
        enabled: hasSeveral,
      },
      "requests.diff": { run: () => useCompare.getState().set({ requestsOpen: true }), enabled: hasSeveral },
      "runs.charts": {
        run: () => useCompare.getState().set({ charts: "timeline" }),
        enabled: () => canRun() && useCompare.getState().blind === null,
      },
      "comparison.share": {
        run: () => useCompare.getState().set({ shareOpen: true }),
        enabled: () => hasSeveral() && useCompare.getState().blind === null,
      },
      "vote.blind": { run: toggleBlindVote, enabled: hasSeveral },
      ...focusCommands(),
    });
  }, [register]);
}

/** A pass over saved inputs would go on with the next one. */
function stopEverything(): void {
  if (isPassing()) void usePass.getState().stop();
  else useRuns.getState().stop();
}

const focusIds = [
  "variant.focus1",
  "variant.focus2",
  "variant.focus3",
  "variant.focus4",
  "variant.focus5",
  "variant.focus6",
  "variant.focus7",
  "variant.focus8",
  "variant.focus9",
] as const satisfies CommandId[];

/** Alt and a digit go to the variant at that place. */
function focusCommands(): Partial<Record<CommandId, CommandAction>> {
  const variantAt = (index: number) => useDraft.getState().draft.variants[index];
  const entries = focusIds.map((id, index): [CommandId, CommandAction] => [
    id,
    {
      run() {
        const variant = variantAt(index);
        if (variant) goToVariant(variant.id);
      },
      enabled: () => variantAt(index) !== undefined,
    },
  ]);
  return Object.fromEntries(entries);
}
