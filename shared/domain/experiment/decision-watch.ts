import type { VerdictWord } from "../statistics/verdict.ts";
import type { CellResult } from "./cell-result.ts";
import { decideVerdicts } from "./decide-verdicts.ts";
import { alphaOf, type ExperimentSpec, unitsOf } from "./experiment-spec.ts";
import { gapsOf } from "./gaps.ts";
import { createQuickComparison } from "./quick-comparison.ts";
import type { Unit } from "./unit-order.ts";
import { resultKey, tableOf, unitValue } from "./unit-values.ts";

/**
 * Watches an experiment for variants that are decided, while it runs: by the always-valid sequence alone, over units in the
 * seed's order. What is added costs as much as what has newly come in order, not the whole again.
 */
export interface DecisionWatch {
  /** A cell has ended. */
  add(result: CellResult): void;
  /** Variants that are decided, with the word that did it. Who is decided stays so. */
  decided(): ReadonlyMap<string, VerdictWord>;
  /** Nothing more of this variant need be bought: it is decided, or it is the base and all others are. */
  isSpared(variant: string): boolean;
}

export function createDecisionWatch(spec: ExperimentSpec): DecisionWatch {
  const { score, delta } = spec.verdict;
  const alpha = alphaOf(spec);
  const units = unitsOf(spec);
  const unitOfRow = new Map(units.flatMap((unit) => unit.rows.map((row) => [row, unit] as const)));
  /** Units that were passed over as open and come to count after all others. */
  const late = new Set<Unit>();
  const base = spec.base ?? spec.variants[0]?.name ?? "";
  const others = spec.variants.filter(({ name }) => name !== base);
  const results = new Map(tableOf(gapsOf(spec)));
  const input = { repetitions: spec.repetitions, results };
  /** Of each unit, how many cells of a variant have ended: its value is worked out once, when all have. */
  const ended = new Map<Unit, Map<string, number>>();
  for (const { row, variant } of results.values()) count(row, variant, 1);
  const decided = new Map<string, VerdictWord>();
  // Intervals hold together, as the tests do.
  const each = alpha / Math.max(1, others.length);
  const watched = others.map((variant) => ({ variant, next: 0, live: createQuickComparison(each, delta) }));

  function count(row: string, variant: string, more: number): void {
    const unit = unitOfRow.get(row);
    if (!unit) return;
    const counts = ended.get(unit) ?? new Map<string, number>();
    ended.set(unit, counts);
    counts.set(variant, (counts.get(variant) ?? 0) + more);
  }

  const hasEnded = (unit: Unit, variant: string) =>
    (ended.get(unit)?.get(variant) ?? 0) >= unit.rows.length * spec.repetitions;

  /** Counts what has come in order. */
  function advance(one: (typeof watched)[number]): void {
    const order = [...late];
    const at = () => units[one.next] ?? order[one.next - units.length];
    for (let unit = at(); unit && !decided.has(one.variant.name); unit = at()) {
      if (one.next < units.length && late.has(unit)) {
        one.next += 1;
        continue;
      }
      if (!hasEnded(unit, one.variant.name) || !hasEnded(unit, base)) break;
      const a = unitValue(input, unit, one.variant.name, score);
      const b = unitValue(input, unit, base, score);
      if (a === undefined || b === undefined) break;
      if (a !== null && b !== null) one.live.add(a - b);
      one.next += 1;
      // Each look counts: the next unit may come together with this one.
      decide();
    }
  }

  function decide(): void {
    const judged = watched.map(({ live: { p, difference, isAlike } }) => ({ p, difference, isAlike, unstable: false }));
    for (const [index, { verdict }] of decideVerdicts(judged, alpha).entries()) {
      const one = watched[index];
      if (!one || verdict === "not decided" || decided.has(one.variant.name)) continue;
      if (!one.live.isUnstable()) decided.set(one.variant.name, verdict);
    }
  }

  return {
    add(result) {
      const unit = unitOfRow.get(result.row);
      if (result.again && unit) late.add(unit);
      const key = resultKey(result.row, result.variant, result.repetition);
      count(result.row, result.variant, Number(isEnded(result)) - Number(isEnded(results.get(key))));
      results.set(key, result);
      for (const one of watched) {
        if (one.variant.name === result.variant || result.variant === base) advance(one);
      }
    },
    decided: () => decided,
    isSpared: (variant) =>
      others.length > 0 && (decided.has(variant) || (variant === base && decided.size === others.length)),
  };
}

function isEnded(result: CellResult | undefined): boolean {
  return result !== undefined && result.standing !== "waiting";
}
