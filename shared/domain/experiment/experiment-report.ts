import { percentiles } from "../statistics/quantile.ts";
import type { CellResult } from "./cell-result.ts";
import { type Comparison, compareVariants } from "./compare-variants.ts";
import { createDecisionWatch } from "./decision-watch.ts";
import { nameOf } from "./evaluator.ts";
import { alphaOf, type ExperimentSpec, unitsOf } from "./experiment-spec.ts";
import { gapsOf } from "./gaps.ts";
import { readGate } from "./gate.ts";
import { type JudgedGate, judgeGate } from "./judge-gates.ts";
import { type Rate, rateVariant } from "./rate-variant.ts";
import { factsOf } from "./row-facts.ts";
import { judgesOf, scoreNames } from "./score-names.ts";
import { type Spend, spendOf, spendOfExperiment } from "./spend.ts";
import { orderCounted } from "./unit-order.ts";
import { passScore, tableOf, unitValues } from "./unit-values.ts";

/** What an experiment says, as far as it has come. */
export interface ExperimentReport {
  title: string;
  /** Every planned cell has ended, but for those that were spared. */
  isFinished: boolean;
  /** Variants that were stopped when they were decided, and the calls that saved. */
  stopped: { variants: string[]; spared: number };
  cells: number;
  counts: Record<CellResult["standing"], number>;
  rows: number;
  units: number;
  unit: "row" | "group";
  repetitions: number;
  /** US dollars that were paid for in it, for calls and judges. */
  costUsd: number;
  /** Answered calls, the judges' too, that have no known price: they are in no sum. */
  unpriced: number;
  /** US dollars its answers of an earlier experiment cost there: in the sums of variants, not in that of the whole. */
  reusedCostUsd: number;
  /** Of the judges, which is part of it. */
  judgeCostUsd: number;
  /** Scores that models give and nobody has held against people's. */
  uncalibrated: string[];
  variants: VariantReport[];
  score: string;
  delta: number;
  alpha: number;
  base: string | null;
  comparisons: Comparison[];
  gates: JudgedGate[];
  /** Names of cells whose requests may have left before a crash. */
  uncertain: string[];
}

export interface VariantReport {
  name: string;
  model: string;
  pass: Rate;
  /** Other scores, with their means and intervals and without a verdict's words. */
  scores: { name: string; rate: Rate }[];
  latencyMs: { p50: number | null; p95: number | null };
  tokens: number;
  /** US dollars of its answers, those of an earlier experiment as well: what variants are compared by. */
  costUsd: number;
  /** Answered calls of it that have no known price. */
  unpriced: number;
}

/**
 * @param results one for each cell that was planned.
 * @param judges what the judges have cost.
 * @param hasSpoken whether the fixed-n tests have been read of other results than these: they speak once, and from then on
 *   the live verdict stays.
 */
export function reportOf(
  spec: ExperimentSpec,
  results: readonly CellResult[],
  judges: Spend,
  hasSpoken = false,
): ExperimentReport {
  const units = orderCounted(unitsOf(spec), results);
  const { hasGroups } = factsOf(spec.rows);
  const input = { units, repetitions: spec.repetitions, results: tableOf([...results, ...gapsOf(spec)]) };
  const isPassFail = !hasGroups && spec.repetitions === 1;
  const counts = { done: 0, open: 0, uncertain: 0, waiting: 0 };
  for (const { standing } of results) counts[standing] += 1;
  const stopped = stoppedOf(spec, results);
  const isFinished = counts.waiting === stopped.spared && counts.uncertain === 0;
  const { score, delta } = spec.verdict;
  const alpha = alphaOf(spec);
  const rules = {
    alpha,
    delta,
    seed: spec.seed,
    isPassFail,
    // Whoever lets a variant be stopped has read the live verdict: a second test at the end would err a second time. So has
    // whoever reads a shard, or goes on with what was read before.
    when: isFinished && !hasSpoken && !isReadBefore(spec) ? ("fixed" as const) : ("live" as const),
  };
  const values = (variant: string, name: string) => unitValues(input, variant, name);
  const compare = (pairs: readonly [string, string][], name: string) =>
    compareVariants(
      pairs.map(([variant, base]) => ({
        variant,
        base,
        values: values(variant, name),
        baseValues: values(base, name),
      })),
      rules,
    );
  const base = spec.base ?? spec.variants[0]?.name ?? "";
  const others = spec.variants.map(({ name }) => name).filter((name) => name !== base);
  const rate = (variant: string, name: string) => rateVariant(values(variant, name), { isPassFail, seed: spec.seed });
  const names = scoreNames(spec);
  const variants = spec.variants.map(({ name, model }): VariantReport => {
    const own = results.filter(({ variant }) => variant === name);
    const { p50, p95 } = percentiles({ data: own.flatMap(({ latencyMs }) => latencyMs ?? []) });
    return {
      name,
      model,
      pass: rate(name, passScore),
      scores: names.map((one) => ({ name: one, rate: rate(name, one) })),
      latencyMs: { p50, p95 },
      tokens: own.reduce((sum, { tokens = 0 }) => sum + tokens, 0),
      ...spendOf(own),
    };
  });
  return {
    title: spec.title,
    isFinished,
    stopped,
    cells: results.length,
    counts,
    rows: units.reduce((sum, unit) => sum + unit.rows.length, 0),
    units: units.length,
    unit: hasGroups ? "group" : "row",
    repetitions: spec.repetitions,
    ...spendOfExperiment(results, judges),
    judgeCostUsd: judges.costUsd,
    uncalibrated: [...new Set(judgesOf(spec).map(nameOf))],
    variants,
    score,
    delta,
    alpha,
    base: others.length === 0 ? null : base,
    comparisons: compare(
      others.map((name) => [name, base]),
      score,
    ),
    gates: spec.gates.flatMap((text) => {
      const gate = readGate(text);
      // Gates are of the whole: they are judged when the shards are put together.
      if (!gate || spec.shard) return [];
      return judgeGate(gate, {
        results,
        passRate: (variant) => variants.find(({ name }) => name === variant)?.pass.mean ?? null,
        compare: (variant, other) => compare([[variant, other]], score)[0],
      });
    }),
    uncertain: results.filter(({ standing }) => standing === "uncertain").map(cellName),
  };
}

export function cellName({ row, variant, repetition }: CellResult): string {
  return `row ${row}, ${variant}${repetition === 0 ? "" : `, repetition ${repetition + 1}`}`;
}

/** What was not sent since its variant is decided. */
function stoppedOf(spec: ExperimentSpec, results: readonly CellResult[]): ExperimentReport["stopped"] {
  const waiting = results.filter(({ standing }) => standing === "waiting");
  if (!spec.verdict.stopWhenDecided || waiting.length === 0) return { variants: [], spared: 0 };
  const watch = createDecisionWatch(spec);
  for (const result of results) if (result.standing !== "waiting") watch.add(result);
  const spared = waiting.filter(({ variant }) => watch.isSpared(variant));
  const sparedOf = new Set(spared.map(({ variant }) => variant));
  const variants = spec.variants.map(({ name }) => name).filter((name) => sparedOf.has(name));
  return { variants, spared: spared.length };
}

/** Whether a verdict has been read of a part of it. */
function isReadBefore(spec: ExperimentSpec): boolean {
  return spec.extends !== undefined || spec.shard !== undefined || spec.verdict.stopWhenDecided === true;
}
