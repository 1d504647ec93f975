import type { CellResult } from "./cell-result.ts";
import { asksModel, isJudge, type JudgeEvaluator, type ModelEvaluator, nameOf } from "./evaluator.ts";
import type { ExperimentSpec, SpecCheck } from "./experiment-spec.ts";
import { factsOf } from "./row-facts.ts";
import { isScore } from "./score.ts";

/** Every score of an experiment by name, in the order of first sight. */
export function scoreNames({ checks, rows }: ExperimentSpec): string[] {
  const names = new Set<string>();
  const collect = (list: readonly SpecCheck[]) => {
    for (const check of list) names.add("set" in check ? (check.name ?? "assert-set") : nameOf(check.evaluator));
  };
  collect(checks);
  collect(factsOf(rows).checks);
  return [...names];
}

/** Models that judge, each score once. */
export function judgesOf(spec: ExperimentSpec): JudgeEvaluator[] {
  return modelsAskedBy(spec).filter(isJudge);
}

/** Evaluators that ask a model, each score once. */
export function modelsAskedBy({ checks, rows }: ExperimentSpec): ModelEvaluator[] {
  const found = new Map<string, ModelEvaluator>();
  for (const check of [...checks, ...factsOf(rows).checks]) {
    for (const { evaluator } of "set" in check ? check.set.checks : [check]) {
      if (asksModel(evaluator)) found.set(`${nameOf(evaluator)} ${evaluator.model}`, evaluator);
    }
  }
  return [...found.values()];
}

/** Scores that are what people say. */
export function namesOfPeople({ checks, rows }: ExperimentSpec): ReadonlySet<string> {
  const names = new Set<string>();
  for (const check of [...checks, ...factsOf(rows).checks]) {
    const all = "set" in check ? check.set.checks : [check];
    const own = all.flatMap(({ evaluator }) => (evaluator.type === "human" ? [nameOf(evaluator)] : []));
    for (const name of own) names.add("set" in check ? (check.name ?? "assert-set") : name);
  }
  return names;
}

/** Whether an answer has a check without a score that is not for people to give. */
export function lacksScore({ scores }: CellResult, people: ReadonlySet<string>): boolean {
  return scores.some((score) => !isScore(score) && !people.has(score.name));
}
