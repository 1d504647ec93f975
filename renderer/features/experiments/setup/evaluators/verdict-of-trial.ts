import type { TriedEvaluators } from "@shared/domain/experiment/experiment-setup.ts";
import { isScore } from "@shared/domain/experiment/score.ts";

/** What would become of the cell, in words; undefined before anything was tried. */
export function verdictOfTrial(
  tried: TriedEvaluators | null,
): { text: string; tone: "ok" | "bad" | "warn" } | undefined {
  if (!tried) return undefined;
  // A judge that was not asked says nothing yet.
  const gating = tried.scores.filter((score) => score.gates && (isScore(score) || !score.judged));
  if (gating.length === 0) return undefined;
  const failed = gating.filter((score) => isScore(score) && score.passed === false).length;
  if (failed > 0) return { text: `would fail: ${failed} of ${gating.length}`, tone: "bad" };
  if (gating.some((score) => !isScore(score))) return { text: "open: a score is missing", tone: "warn" };
  return { text: `would pass: ${gating.length} of ${gating.length}`, tone: "ok" };
}
