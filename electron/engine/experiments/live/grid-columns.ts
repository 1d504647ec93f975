import { type Evaluator, isGating, nameOf } from "@shared/domain/experiment/evaluator.ts";
import type { ExperimentSpec, SpecCheck, SpecVariant } from "@shared/domain/experiment/experiment-spec.ts";
import type { GridColumns } from "@shared/domain/experiment/grid.ts";
import { factsOf } from "@shared/domain/experiment/row-facts.ts";
import { judgesOf, modelsAskedBy, scoreNames } from "@shared/domain/experiment/score-names.ts";
import { refOf } from "@shared/domain/prompt/run-prompt.ts";

/** What the grid of an experiment shows beside its rows. */
export function columnsOf(spec: ExperimentSpec): GridColumns {
  const { rows, variants, base, repetitions } = spec;
  const judged = judgedNames(spec);
  const { checks, hasGroups, hasFacets } = factsOf(rows);
  const gating = gatingNames([...spec.checks, ...checks]);
  return {
    variants: variants.map((variant) => ({ name: variant.name, model: variant.model, prompt: promptOf(variant) })),
    base: base ?? variants[0]?.name ?? null,
    repetitions,
    scores: scoreNames(spec).map((name) => ({ name, judged: judged.has(name), gates: gating.has(name) })),
    rows: rows.length,
    hasGroups,
    hasFacets,
  };
}

/** Scores that models give. */
export function judgedNames(spec: ExperimentSpec): ReadonlySet<string> {
  return new Set(judgesOf(spec).map(nameOf));
}

/** Scores that ask a model, whether it judges or gives vectors. */
export function askedNames(spec: ExperimentSpec): ReadonlySet<string> {
  return new Set(modelsAskedBy(spec).map(nameOf));
}

/** Scores a cell passes by. */
export function gatingNames(checks: readonly SpecCheck[]): ReadonlySet<string> {
  const isNamed = (evaluator: Evaluator) => (isGating(evaluator) ? [nameOf(evaluator)] : []);
  return new Set(checks.flatMap((check) => ("set" in check ? [check.name ?? "assert-set"] : isNamed(check.evaluator))));
}

/** Where its text is from: “support/reply v31”. */
function promptOf({ request }: SpecVariant): string {
  const ref = request.prompt ? refOf(request.prompt) : null;
  if (!ref) return "";
  return ref.version === undefined ? ref.name : `${ref.name} v${ref.version}`;
}
