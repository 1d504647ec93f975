import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import type { PromptRef } from "@shared/domain/prompt/prompt.ts";
import { letterAt } from "../../../stores/draft/variant-list.ts";
import type { RunsState, RunView } from "../../../stores/run/runs.ts";
import { runOfPrompt } from "../runs/use-variant-run.ts";

/** The last runs of one variant, as charts show them. */
export interface ChartedVariant {
  id: string;
  /** Its place among the variants, from 0, which decides how it looks. */
  place: number;
  letter: string;
  /** Its own name, or the model that was asked. */
  name: string;
  /** In their order; one for a single run. */
  runs: readonly RunView[];
  /** Which of them its column shows. */
  shown: number;
}

/** Variants that have run for a prompt. */
export function chartedVariants(
  variants: readonly VariantDraft[],
  { repetitions, shown }: Pick<RunsState, "repetitions" | "shown">,
  open: PromptRef | null,
): ChartedVariant[] {
  return variants.flatMap(({ id, name }, place) => {
    const runs = (repetitions[id] ?? []).filter((run) => runOfPrompt(run, open) !== undefined);
    const [first] = runs;
    if (!first) return [];
    return [{ id, place, letter: letterAt(place), name: name ?? modelOf(first), runs, shown: shown[id] ?? 0 }];
  });
}

function modelOf({ record, request, output }: RunView): string {
  const named = record?.plan?.route.model ?? request.modelOverride ?? request.model;
  return named === "" ? (output.reportedModel ?? "model of the prompt") : named;
}

/** "A", and "A, repetition 2 of 5" where there are several. */
export function runName({ letter, runs }: ChartedVariant, repetition: number): string {
  return runs.length > 1 ? `${letter}, repetition ${repetition + 1} of ${runs.length}` : letter;
}
