import type { TriedEvaluators } from "@shared/domain/experiment/experiment-setup.ts";
import { isScore } from "@shared/domain/experiment/score.ts";

/** What would become of the cell, in words; undefined before anything was tried. */
export function verdictOfTrial(
  tried: TriedEvaluators | null,
): { text: string; tone: "ok" | "bad" | "warn" } | undefined {
  if (!tried) return undefined;
  const gating = tried.scores.filter(({ gates }) => gates);
  if (gating.length === 0) return undefined;
  const failed = gating.filter((score) => isScore(score) && score.passed === false).length;
  if (failed > 0) return { text: `would fail: ${failed} of ${gating.length}`, tone: "bad" };
  if (tried.passed === null) return { text: "open: a score is missing", tone: "warn" };
  return { text: `would pass: ${gating.length} of ${gating.length}`, tone: "ok" };
}
