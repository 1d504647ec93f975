import { changesSince, changesWords, markSetup } from "@shared/domain/experiment/setup/started-setup.ts";
import { useExperimentView } from "../experiment-view.ts";
import { useSetup } from "./setup.ts";
import { contentOf, type SetupPromptsState, useSetupPrompts } from "./setup-prompts.ts";
import { experimentNow, type SetupToSend } from "./setup-view.ts";
import { setReused } from "./take-up-again.ts";

/** Remembers what the set-up was when it was started; whose answers it took over is said by the experiment from now on. */
export function noteStart(jobId: string, experiment: SetupToSend): void {
  const started = { jobId, at: Date.now(), ...markNow(experiment, useSetupPrompts.getState().views) };
  useSetup.getState().change(({ joins: _, ...draft }) => ({ ...draft, started }));
}

/**
 * What of the set-up an experiment was started from is other by now, in words; undefined where nothing is, or where it was
 * started from another one. A label that was moved and a file that was written are changes too.
 */
export function changedSince(
  jobId: string,
  views: SetupPromptsState["views"],
): { words: string; at: number } | undefined {
  const { draft, loaded } = useSetup.getState();
  if (!loaded || draft.started?.jobId !== jobId) return undefined;
  // Which column goes where depends on what the prompts ask for.
  const isKnown = ({ prompt }: (typeof draft.variants)[number]) =>
    prompt.answers !== undefined || contentOf(prompt, views) !== undefined;
  if (!draft.variants.every(isKnown)) return undefined;
  const words = changesWords(changesSince(draft.started, markNow(experimentNow(), views)));
  return words === undefined ? undefined : { words, at: draft.started.at };
}

/** Opens the set-up with the answers of an experiment taken over: only what is another call by now is sent. */
export function runChanges(jobId: string, title: string): void {
  setReused({ jobId, title });
  useExperimentView.getState().startNew();
}

function markNow({ setup, fileRows }: SetupToSend, views: SetupPromptsState["views"]) {
  return markSetup(setup, ({ prompt }) => contentOf(prompt, views), fileRows);
}
