import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import { refOf } from "@shared/domain/prompt/run-prompt.ts";
import type { SavedInput } from "@shared/domain/prompt/saved-input.ts";
import { useDraft } from "../../../stores/draft/draft.ts";
import { conversationKey } from "../../../stores/draft/values-key.ts";
import { isSetUp, isUnlinked, variantTitle } from "../../../stores/draft/variant-list.ts";
import { editToRun, useEdits } from "../../../stores/prompts/edits.ts";
import { waitForPrompt } from "../../../stores/prompts/wait-for-prompt.ts";
import { useCompare } from "../../../stores/run/compare.ts";
import { useForecast } from "../../../stores/run/forecast.ts";
import { leastCosts } from "../../../stores/run/least-cost.ts";
import { usePass } from "../../../stores/run/pass.ts";
import { buildRunRequest } from "../../../stores/run/run-request.ts";
import { useRuns } from "../../../stores/run/runs.ts";
import { limitsInForce, limitsPassedBy } from "../../../stores/run/spend.ts";
import type { VariantStart } from "../../../stores/run/start-job.ts";
import { useSettings } from "../../../stores/settings/settings.ts";
import { useView } from "../../../stores/view.ts";
import { plural } from "../../../ui/figures.ts";
import { callsAtOnceOf } from "./calls-at-once.ts";
import { focusedVariant } from "./use-variants.ts";

/** Runs one variant as it is set up now, as often as repetitions say, and shows its answer. */
export function runVariant(variantId: string): void {
  void runVariants((variants) => variants.filter(({ id }) => id === variantId));
}

export function runAll(): void {
  void runVariants((variants) => variants);
}

export function runFocused(): void {
  runVariant(focusedVariant(useDraft.getState().draft.variants, useView.getState().focusedVariant).id);
}

function openKey(): string {
  return conversationKey(useDraft.getState().draft.openPrompt);
}

/** More calls, or several that cost more, are started only when their number, cost and time have been seen. */
const mostUnasked = { calls: 20, usd: 0.1 };

/** What a yes was said to last, and for which prompt: up to twice as much needs no other one. US dollars. */
let accepted = { prompt: "", usd: 0 };

/** Whether runs are asked about first. One alone is what the button says. */
function isAskedFirst(calls: number, usd: number): boolean {
  const known = accepted.prompt === openKey() ? 2 * accepted.usd : 0;
  return calls > mostUnasked.calls || usd > Math.max(mostUnasked.usd, known);
}

/** How often each variant runs. */
export function repetitionsOf(layout: Record<string, number | boolean | string>): number {
  const kept = layout["repetitions"];
  return typeof kept === "number" && kept >= 1 ? kept : 1;
}

/**
 * Runs the chosen variants side by side, once the open prompt has been read: its sample values must be in before.
 * @returns when all of them have ended.
 */
async function runVariants(choose: (variants: VariantDraft[]) => VariantDraft[]): Promise<void> {
  const compare = useCompare.getState();
  const asked = openKey();
  compare.set({ waitingForPrompt: true });
  await waitForPrompt();
  compare.set({ waitingForPrompt: false });
  // Asked for one prompt, it must not run another that was opened while it waited.
  if (openKey() !== asked) return;
  const { draft } = useDraft.getState();
  const edit = editToRun(useEdits.getState());
  const preferences = useSettings.getState().settings?.preferences;
  if (!preferences || !isSetUp(draft)) return;
  const chosen = choose(draft.variants);
  const repetitions = repetitionsOf(draft.layout);
  const started = chosen.map((variant) => ({
    variantId: variant.id,
    request: buildRunRequest(draft, variant, preferences, edit),
  }));
  const [first] = started;
  const { start, startAll } = useRuns.getState();
  const startJob = async (concurrency?: number) => {
    showOutputs(chosen);
    await startAll(started, repetitions, titleOf(started, repetitions), concurrency);
  };
  const calls = started.length * repetitions;
  const costs = calls > 1 || limitsInForce() ? await leastCosts(started, repetitions) : {};
  const passed = await limitsPassedBy(costs);
  const usd = calls > 1 ? Object.values(costs).reduce((sum, one) => sum + one, 0) : 0;
  if (openKey() !== asked) return;
  const startOne = async () => {
    showOutputs(chosen);
    if (first) await start(first.variantId, first.request);
  };
  if (isAskedFirst(calls, usd) || passed.length > 0) {
    const variants = started.map(({ variantId, request }) => ({ id: variantId, request, ownValues: true }));
    const spec = { title: titleOf(started, repetitions), rows: [], variants, repetitions, rowByRow: false };
    const titles = chosen.map(({ id }) => variantTitle(draft.variants, id));
    await useForecast.getState().ask({
      ...{ spec, titles, costs },
      async start({ concurrency }) {
        accepted = { prompt: asked, usd };
        await (calls > 1 ? startJob(concurrency) : startOne());
      },
    });
  } else if (calls > 1) await startJob(callsAtOnceOf(draft.layout));
  else await startOne();
}

/** Runs every variant over saved inputs, one input after another, as a job that goes on without this window. */
export async function runOverInputs(inputs: readonly SavedInput[]): Promise<void> {
  const asked = openKey();
  await waitForPrompt();
  if (openKey() !== asked) return;
  const { draft } = useDraft.getState();
  const edit = editToRun(useEdits.getState());
  const preferences = useSettings.getState().settings?.preferences;
  if (!preferences || !draft.openPrompt || inputs.length === 0 || !isSetUp(draft)) return;
  const spec = {
    title: `${draft.openPrompt.name} over ${plural(inputs.length, "saved input")}`,
    rows: inputs.map(({ id, name, variables, placeholders }) => ({ id, name, variables, placeholders })),
    variants: draft.variants.map((variant) => ({
      id: variant.id,
      request: buildRunRequest(draft, variant, preferences, edit),
      ownValues: isUnlinked(variant, draft.openPrompt),
    })),
    repetitions: repetitionsOf(draft.layout),
    rowByRow: false,
  };
  const titles = draft.variants.map(({ id }) => variantTitle(draft.variants, id));
  await useForecast.getState().ask({
    ...{ spec, titles, costs: {} },
    async start(chosen) {
      showOutputs(draft.variants);
      await usePass.getState().start(chosen);
    },
  });
}

function showOutputs(variants: readonly VariantDraft[]): void {
  useView.getState().chooseExchange(null);
  for (const { id } of variants) useView.getState().setVariantTab(id, "output");
}

function titleOf(started: readonly VariantStart[], repetitions: number): string {
  const name = refOf(started[0]?.request.prompt ?? null)?.name ?? "Messages";
  return `${name}: ${plural(started.length, "variant")}${repetitions > 1 ? ` × ${repetitions}` : ""}`;
}
