import type { RunRecord } from "@shared/domain/run.ts";
import { useApp } from "./app.ts";
import { useDraft } from "./draft.ts";
import { useLibrary } from "./library.ts";
import { viewOfRecord } from "./record-view.ts";
import { promptOfRun, variantOfRun } from "./reopened-run.ts";
import { anyRunning, useRuns } from "./runs.ts";
import { useSettings } from "./settings.ts";
import { useView } from "./view.ts";

/**
 * Opens a run in the playground as it was: prompt and version, values, model and parameters in the variant last used,
 * and its answer, unless something is running there. The rules it was made under belong to all runs and to the gateway,
 * so they are not put back unasked: the playground asks when they are others by now.
 */
export function openRun(record: RunRecord): void {
  const ref = promptOfRun(record);
  if (!ref) return;
  const draft = useDraft.getState();
  const view = useView.getState();
  const { variants } = draft.draft;
  const variant = variants.find(({ id }) => id === view.focusedVariant) ?? variants[0];
  if (!variant) return;
  const { preferences } = useSettings.getState().settings ?? {};
  if (preferences && preferences.source !== ref.source) void useSettings.getState().save({ source: ref.source });
  draft.openPrompt(ref);
  draft.changeVariant(variant.id, (current) => variantOfRun(current, record));
  draft.restoreValues({ variables: record.request.variables, placeholders: record.request.placeholders });
  useLibrary.getState().reveal(ref.name);
  view.focusVariant(variant.id);
  view.chooseExchange(null);
  view.setReopened({ promptName: ref.name, rules: record.request });
  view.setVariantTab(variant.id, "output");
  const runs = useRuns.getState();
  if (!anyRunning(runs)) runs.putBack({ ...runs.repetitions, [variant.id]: [viewOfRecord(record)] });
  useApp.getState().show("playground");
}
