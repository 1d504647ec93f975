import type { CellDetail } from "@shared/domain/experiment/experiment-summary.ts";
import { isScore } from "@shared/domain/experiment/score.ts";
import { notSent } from "../grid/cell-words.ts";

export interface CellStanding {
  text: string;
  tone: "ok" | "bad" | "warn" | "quiet";
}

/** How a cell stands in a few words: “✓ 4 of 4 pass”. @param isOver nothing more is sent. */
export function standingWords({ result, running, scores }: CellDetail, isOver: boolean): CellStanding {
  if (running) return { text: "answering…", tone: "quiet" };
  if (result.standing === "waiting") return { text: isOver ? notSent : "waits", tone: "quiet" };
  if (result.standing === "uncertain") return { text: "may have been sent", tone: "warn" };
  if (result.standing === "open") return { text: "open, counts for none", tone: "warn" };
  const gating = scores.filter((score) => score.gates);
  const passed = gating.filter((score) => isScore(score) && score.passed === true).length;
  const of = gating.length === 0 ? "" : `${passed} of ${gating.length} `;
  return result.passed === true ? { text: `✓ ${of}pass`, tone: "ok" } : { text: `✗ ${of}pass`, tone: "bad" };
}
