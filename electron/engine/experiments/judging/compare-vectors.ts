import type { EvaluatorOf } from "@shared/domain/experiment/evaluator.ts";
import { textOfValue } from "@shared/domain/experiment/row-values.ts";
import { emptyRequest } from "@shared/domain/run/empty-request.ts";
import type { RunRecord, RunRequest } from "@shared/domain/run/run.ts";
import { cosine } from "@shared/domain/statistics/cosine.ts";
import {
  EvaluatorFailure,
  expectedOf,
  type JudgedCell,
  type Judgement,
  oneOrMany,
} from "../../evaluators/kind/evaluator-kind.ts";

/** The texts whose vectors are compared: the answer, then each text that would be right. @throws EvaluatorFailure */
export function comparedTexts({ value }: EvaluatorOf<"cosine">, cell: JudgedCell): string[] {
  const wanted = oneOrMany(expectedOf(value, cell)).map(textOfValue);
  if (wanted.length === 0 || wanted.includes("")) throw new EvaluatorFailure("Nothing says what is expected.");
  return [cell.answer.text, ...wanted];
}

/** Asks for the vectors of some texts in one call. */
export function vectorsRequest(
  { model, parameters = {} }: EvaluatorOf<"cosine">,
  input: readonly string[],
): RunRequest {
  return { ...emptyRequest, input: [...input], modelOverride: model, overrides: parameters };
}

/**
 * How near the first text is to the others: the largest cosine, 0 where it points away from all.
 * @throws EvaluatorFailure where the vectors did not come, or cannot be compared.
 */
export function readVectors({ outcome, output, request }: RunRecord): Judgement {
  if (outcome?.kind !== "completed" && outcome?.kind !== "completed_unterminated") {
    const why = outcome && "error" in outcome ? outcome.error.message : "it was cut short.";
    throw new EvaluatorFailure(`The model gave no vectors: ${why}`);
  }
  const [answer, ...wanted] = output.vectors?.numbers ?? [];
  if (!answer || wanted.length + 1 !== request.input?.length) {
    throw new EvaluatorFailure("The model did not give a vector for each text.");
  }
  const cosines = wanted.map((one) => cosine({ a: answer, b: one }).cosine);
  const found = cosines.filter((one) => one !== null);
  if (found.length < cosines.length) throw new EvaluatorFailure("The model's vectors cannot be compared.");
  const nearest = Math.max(...found);
  const of = wanted.length === 1 ? "" : `, the nearest of ${wanted.length}`;
  return {
    value: Math.min(1, Math.max(0, nearest)),
    reason: `The cosine of their vectors is ${nearest.toFixed(3)}${of}.`,
  };
}
