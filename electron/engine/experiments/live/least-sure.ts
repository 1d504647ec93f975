import { type Evaluator, isGating, nameOf } from "@shared/domain/experiment/evaluator.ts";
import type { ExperimentSpec } from "@shared/domain/experiment/experiment-spec.ts";
import { type PassRule, readPassRule } from "@shared/domain/experiment/pass-rule.ts";
import { factsOf } from "@shared/domain/experiment/row-facts.ts";
import { isScore } from "@shared/domain/experiment/score.ts";
import type { IndexedCell } from "./grid-index.ts";

/**
 * How unsure it is whether the cells of one row and variant pass, from 0 to 1: as repetitions are split, as near as a score
 * that decides is to where it passes, and 1 where such a score is missing. Null where nothing but plain checks decides.
 */
export type Unsureness = (repetitions: readonly IndexedCell[]) => number | null;

/** @returns what says so for an experiment's cells: its own scores decide, and the one of its verdict. */
export function unsurenessOf(spec: ExperimentSpec): Unsureness {
  const rules = decidingRules(spec);
  return (repetitions) => {
    const found: number[] = [];
    const counted = repetitions.filter(({ result }) => result.standing === "done" && result.passed !== null);
    if (counted.length > 1) {
      const share = counted.filter(({ result }) => result.passed === true).length / counted.length;
      found.push(1 - Math.abs(2 * share - 1));
    }
    for (const { result } of repetitions) {
      for (const score of result.scores) {
        const rule = rules.get(score.name);
        if (rule === undefined) continue;
        if (!isScore(score)) found.push(1);
        else if (rule !== null && typeof score.value === "number") found.push(nearness(score.value, rule));
      }
    }
    return found.length === 0 ? null : Math.max(...found);
  };
}

/** 1 at the threshold. Scores from 0 to 1 by the room they have; what is measured by its distance in thresholds. */
function nearness(value: number, { value: threshold }: PassRule): number {
  const isShare = threshold <= 1 && value <= 1;
  const room = isShare ? Math.max(threshold, 1 - threshold) : threshold;
  return 1 - Math.min(1, Math.abs(value - threshold) / Math.max(room, Number.EPSILON));
}

/** Scores a row passes by, and the verdict's; with their rule, where they have one. */
function decidingRules({ checks, rows, verdict }: ExperimentSpec): ReadonlyMap<string, PassRule | null> {
  const rules = new Map<string, PassRule | null>();
  const take = (evaluator: Evaluator) => {
    const name = nameOf(evaluator);
    if (!isGating(evaluator) && name !== verdict.score) return;
    const rule = "pass" in evaluator && evaluator.pass !== undefined ? readPassRule(evaluator.pass) : undefined;
    rules.set(name, rule ?? rules.get(name) ?? null);
  };
  for (const check of [...checks, ...factsOf(rows).checks]) {
    if (!("set" in check)) take(check.evaluator);
    else if (check.name !== undefined && check.set.threshold !== undefined)
      rules.set(check.name, { compare: ">=", value: check.set.threshold });
  }
  return rules;
}
