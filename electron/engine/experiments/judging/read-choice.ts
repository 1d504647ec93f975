import type { RunRecord } from "@shared/domain/run/run.ts";
import { brief, EvaluatorFailure, type Judgement } from "../../evaluators/kind/evaluator-kind.ts";
import { objectOfJudge } from "./read-judgement.ts";

/** Which of two answers a judge prefers, by their places. */
export interface Choice {
  winner: "first" | "second" | "tie";
  reason: string;
}

/**
 * What a judge said of two answers: `{winner: "A" | "B" | "tie", reason}`.
 * @throws EvaluatorFailure for anything else.
 */
export function readChoice(record: RunRecord): Choice {
  const { winner, reason } = objectOfJudge(record, "{winner, reason}");
  const words = typeof reason === "string" && reason !== "" ? reason : "The judge gave no reason.";
  const said = typeof winner === "string" ? winner.trim().toLowerCase() : "";
  if (said === "a") return { winner: "first", reason: words };
  if (said === "b") return { winner: "second", reason: words };
  if (said === "tie") return { winner: "tie", reason: words };
  throw new EvaluatorFailure(`The judge's winner is not A, B or tie: ${brief(JSON.stringify(winner ?? null))}.`);
}

/** Of both orders: the answer stood first in one and second in the other. A judge that goes by the order gives a tie. */
export function choiceOf(asFirst: Choice, asSecond: Choice): Judgement {
  const own = [asFirst.winner === "first", asSecond.winner === "second"];
  const other = [asFirst.winner === "second", asSecond.winner === "first"];
  if (own.every(Boolean)) return { value: 1, reason: `It is preferred in both orders: ${asFirst.reason}` };
  if (other.every(Boolean)) return { value: 0, reason: `The other is preferred in both orders: ${asFirst.reason}` };
  if (asFirst.winner === "tie" && asSecond.winner === "tie") return { value: 0.5, reason: `A tie: ${asFirst.reason}` };
  return {
    value: 0.5,
    reason: `A tie: with the order the judge changes its mind. ${asFirst.reason} ${asSecond.reason}`,
  };
}
