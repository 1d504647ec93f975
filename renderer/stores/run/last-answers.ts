import { engineClient } from "../client.ts";
import { useDraft } from "../draft/draft.ts";
import { onOtherPrompt } from "../draft/on-other-prompt.ts";
import { conversationKey } from "../draft/values-key.ts";
import { usePass } from "./pass.ts";
import { viewOfRecord } from "./record-view.ts";
import { isRunning, type RunView, useRuns } from "./runs.ts";

/*
 * The answers shown last come back: after a restart, and when a prompt is opened again. The draft keeps which runs they
 * were; what they said is the history's.
 */

const openKey = () => conversationKey(useDraft.getState().draft.openPrompt);

/** Notes which runs each variant shows, from now on; the runs of a pass are the pass's. */
export function rememberAnswers(): () => void {
  return useRuns.subscribe(({ repetitions }, before) => {
    if (repetitions === before.repetitions || usePass.getState().pass) return;
    for (const [variantId, runs] of Object.entries(repetitions)) {
      if (runs !== before.repetitions[variantId]) remember(variantId, runs);
    }
  });
}

function remember(variantId: string, runs: readonly RunView[]): void {
  const [first] = runs;
  const ids = runs.flatMap(({ runId }) => runId ?? []);
  if (!first || ids.length !== runs.length || runs.some(isRunning) || ids.length > 100) return;
  const key = conversationKey(first.request.prompt);
  const variant = useDraft.getState().draft.variants.find(({ id }) => id === variantId);
  if (!variant || JSON.stringify(variant.answers?.[key]) === JSON.stringify(ids)) return;
  useDraft.getState().changeVariant(variantId, (one) => ({ ...one, answers: { ...one.answers, [key]: ids } }));
}

/** Shows the answers that the variants had for the open prompt, where none of it is there. */
export async function bringBackAnswers(): Promise<void> {
  const key = openKey();
  const { variants } = useDraft.getState().draft;
  await Promise.all(
    variants.map(async ({ id, answers }) => {
      const ids = answers?.[key];
      if (!ids || hasRuns(id, key)) return;
      const records = await Promise.all(ids.map(findRun));
      const views = records.flatMap((record) => (record ? [viewOfRecord(record)] : []));
      // Another prompt may be open by now, or a run have begun.
      if (views.length > 0 && openKey() === key && !hasRuns(id, key)) useRuns.getState().restore(id, views);
    }),
  );
}

/** Whether a variant shows runs of a prompt, or waits for any. */
function hasRuns(variantId: string, key: string): boolean {
  const runs = useRuns.getState().repetitions[variantId] ?? [];
  return runs.some((run) => isRunning(run) || conversationKey(run.request.prompt) === key);
}

/** One that is no longer kept does not come back. */
function findRun(runId: string) {
  return engineClient()
    .call("run.get", { runId })
    .catch(() => undefined);
}

onOtherPrompt(() => void bringBackAnswers());
