import type { ExperimentReport, VariantReport } from "@shared/domain/experiment/experiment-report.ts";
import type { GridColumns } from "@shared/domain/experiment/grid.ts";
import type { Rate } from "@shared/domain/experiment/rate-variant.ts";
import { formatCount } from "../../../ui/figures.ts";

/**
 * Whether a rate is drawn hollow: it still grows, a model's judgement that nobody held against people's is in it, or how
 * it stands to the base is not decided.
 */
export function isHollow(
  { name, pass }: VariantReport,
  { comparisons, uncalibrated, stopped }: Pick<ExperimentReport, "comparisons" | "uncalibrated" | "stopped">,
  { scores }: Pick<GridColumns, "scores">,
): boolean {
  // What was stopped when it was decided waits for nothing.
  if (pass.waiting > 0 && !stopped.variants.includes(name)) return true;
  if (scores.some((score) => score.gates && uncalibrated.includes(score.name))) return true;
  return comparisons.some(({ variant, verdict }) => variant === name && verdict === "not decided");
}

/** “208 of 240”; of units that are no plain passes how many there are. */
export function reachedWords(
  { mean, units, waiting }: Rate,
  { unit, repetitions }: Pick<ExperimentReport, "unit" | "repetitions">,
): string {
  if (mean === null) return waiting > 0 ? "waiting" : "";
  const isCounted = unit === "row" && repetitions === 1;
  const soFar = waiting > 0 ? " so far" : "";
  if (!isCounted) return `of ${formatCount(units)} ${unit}${units === 1 ? "" : "s"}${soFar}`;
  return `${formatCount(mean * units)} of ${formatCount(units)}${soFar}`;
}
