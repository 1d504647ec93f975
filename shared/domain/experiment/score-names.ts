import { asksModel, isJudge, type JudgeEvaluator, type ModelEvaluator, nameOf } from "./evaluator.ts";
import type { ExperimentSpec, SpecCheck } from "./experiment-spec.ts";

/** Every score of an experiment by name, in the order of first sight. */
export function scoreNames({ checks, rows }: ExperimentSpec): string[] {
  const names = new Set<string>();
  const collect = (list: readonly SpecCheck[]) => {
    for (const check of list) names.add("set" in check ? (check.name ?? "assert-set") : nameOf(check.evaluator));
  };
  collect(checks);
  for (const row of rows) if (row.checks) collect(row.checks);
  return [...names];
}

/** Models that judge, each score once. */
export function judgesOf(spec: ExperimentSpec): JudgeEvaluator[] {
  return modelsAskedBy(spec).filter(isJudge);
}

/** Evaluators that ask a model, each score once. */
export function modelsAskedBy({ checks, rows }: ExperimentSpec): ModelEvaluator[] {
  const found = new Map<string, ModelEvaluator>();
  for (const check of [...checks, ...rows.flatMap((row) => row.checks ?? [])]) {
    for (const { evaluator } of "set" in check ? check.set.checks : [check]) {
      if (asksModel(evaluator)) found.set(`${nameOf(evaluator)} ${evaluator.model}`, evaluator);
    }
  }
  return [...found.values()];
}

/** Whether a score of it is what people say. */
export function asksPeople({ checks, rows }: ExperimentSpec): boolean {
  return [...checks, ...rows.flatMap((row) => row.checks ?? [])].some((check) =>
    ("set" in check ? check.set.checks : [check]).some(({ evaluator }) => evaluator.type === "human"),
  );
}
