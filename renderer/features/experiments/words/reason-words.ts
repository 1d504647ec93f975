import { isScore, type ScoreOutcome } from "@shared/domain/experiment/score.ts";

/** A score's figure with its reason; why there is none. */
export function reasonWords(score: ScoreOutcome): string {
  if (!isScore(score)) return `No score: ${score.error}`;
  // The figure of a metric stands in its reason, in its own unit.
  const isShare = typeof score.value === "number" && score.value >= 0 && score.value <= 1;
  const value = isShare
    ? String(Number(Number(score.value).toFixed(3)))
    : typeof score.value === "string"
      ? score.value
      : "";
  return [value, score.reason].filter((part) => part !== "").join(" · ");
}
