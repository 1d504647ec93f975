import { diffRequests, type RequestDifference, summarizeDifferences } from "@shared/domain/diff/request-diff.ts";
import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import type { PromptRef } from "@shared/domain/prompt/prompt.ts";
import type { WireRequest } from "@shared/domain/wire/wire.ts";
import { useMemo } from "react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { usePreview } from "../../../stores/draft/preview.ts";
import { variantTitle } from "../../../stores/draft/variant-list.ts";
import { type RunView, useRuns } from "../../../stores/run/runs.ts";
import { runOfPrompt } from "../runs/use-variant-run.ts";
import { providerExchange } from "../wire/exchanges.ts";
import { useBase } from "./use-base.ts";

/** How a variant's request stands to the base's. */
export interface RequestComparison {
  id: string;
  title: string;
  /** Undefined when one of the two requests could not be built. */
  differences: RequestDifference[] | undefined;
  /** "identical", or in what they differ. */
  summary: string;
}

/** Every other variant's request beside the base's, on the wire. */
export function useRequestComparisons(): { baseTitle: string; others: RequestComparison[] } {
  const variants = useDraft((state) => state.draft.variants);
  const views = usePreview((state) => state.views);
  const base = useBase();
  const open = useDraft((state) => state.draft.openPrompt);
  const handEdited = useRuns((state) => handEditedRuns(variants, state.runs, open));
  return useMemo(() => {
    const edited = new Map(handEdited ? JSON.parse(handEdited) : []) as Map<string, WireRequest>;
    const requestOf = (id: string) => edited.get(id) ?? views[id]?.preview?.wire;
    const others = variants.filter(({ id }) => id !== base);
    return {
      baseTitle: variantTitle(variants, base),
      others: others.map(({ id }) => compare(id, variantTitle(variants, id), requestOf(base), requestOf(id))),
    };
  }, [variants, views, base, handEdited]);
}

/** Requests whose body was typed by hand: no preview can know them. As text, so that streaming changes nothing. */
function handEditedRuns(
  variants: readonly VariantDraft[],
  runs: Record<string, RunView>,
  open: PromptRef | null,
): string {
  const edited = variants.flatMap(({ id }) => {
    const run = runOfPrompt(runs[id], open);
    const request = run?.request.handEditedBody === undefined ? undefined : providerExchange(run)?.request;
    return request ? [[id, request] as const] : [];
  });
  return edited.length === 0 ? "" : JSON.stringify(edited);
}

function compare(
  id: string,
  title: string,
  before: WireRequest | undefined,
  after: WireRequest | undefined,
): RequestComparison {
  if (!before || !after) return { id, title, differences: undefined, summary: "no request yet" };
  const differences = diffRequests(before, after);
  return { id, title, differences, summary: summarizeDifferences(differences) || "identical" };
}
