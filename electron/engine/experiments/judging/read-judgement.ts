import { isJsonObject, type JsonObject } from "@shared/domain/json/json.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { jsonText, parsed } from "../../evaluators/json/json-in-text.ts";
import { brief, EvaluatorFailure, type Judgement } from "../../evaluators/kind/evaluator-kind.ts";

/**
 * What a judge said: `{score, reason}` with a score from 0 to 1, or `{pass, reason}`.
 * @throws EvaluatorFailure for anything else: a judge that does not answer is no fail of what it judges.
 */
export function readJudgement(record: RunRecord): Judgement {
  const { score, pass, reason } = objectOfJudge(record, "{score, reason}");
  const words = typeof reason === "string" && reason !== "" ? reason : "The judge gave no reason.";
  if (typeof score === "number" && score >= 0 && score <= 1) return { value: score, reason: words };
  if (typeof score === "boolean" || typeof pass === "boolean")
    return { value: score === true || pass === true, reason: words };
  throw new EvaluatorFailure(`The judge's score is not between 0 and 1: ${brief(JSON.stringify(score ?? null))}.`);
}

/** The object a judge answered with. @throws EvaluatorFailure where it gave none. */
export function objectOfJudge({ outcome, output }: RunRecord, form: string): JsonObject {
  if (outcome?.kind !== "completed" && outcome?.kind !== "completed_unterminated") {
    const why = outcome && "error" in outcome ? outcome.error.message : "it was cut short.";
    throw new EvaluatorFailure(`The judge gave no answer: ${why}`);
  }
  const json = jsonText(output.text, true);
  const answer = json === undefined ? null : parsed(json);
  if (!isJsonObject(answer)) throw new EvaluatorFailure(`The judge's answer is no ${form}: ${brief(output.text)}.`);
  return answer;
}
