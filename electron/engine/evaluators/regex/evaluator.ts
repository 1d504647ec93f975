import { fillText } from "@shared/domain/experiment/row-values.ts";
import { brief, EvaluatorFailure, type EvaluatorKind } from "../kind/evaluator-kind.ts";
import { matchApart } from "./match-apart.ts";

/** The expression matches somewhere in the answer. It runs in a thread of its own, which is ended where it takes too long. */
export const regex: EvaluatorKind<"regex"> = {
  type: "regex",
  async judge({ value, flags = "" }, { answer, row }, signal) {
    const pattern = fillText(value, row);
    const found = await matchApart({ pattern, flags, text: answer.text }, signal);
    if ("problem" in found) throw new EvaluatorFailure(found.problem);
    if (found.match === null) return { value: false, reason: `Nothing matches ${brief(pattern)}.` };
    return { value: true, reason: `${brief(found.match)} matches.` };
  },
};
