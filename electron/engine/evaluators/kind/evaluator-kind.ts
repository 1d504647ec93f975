import type { EvaluatorOf, EvaluatorType } from "@shared/domain/experiment/evaluator.ts";
import { fillValue, missingName, type RowValues } from "@shared/domain/experiment/row-values.ts";
import type { Answer } from "@shared/domain/experiment/score.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";

/** What an evaluator judges. */
export interface JudgedCell {
  answer: Answer;
  row: RowValues;
}

/** What an evaluator finds: whether something holds, a label, or a figure, which a rule makes a pass of. */
export interface Judgement {
  value: number | boolean | string;
  /** What it says itself of a figure, in place of a rule. */
  passed?: boolean;
  /** Why, for a person, in one sentence. */
  reason: string;
}

/** A kind of evaluator. A new one is a folder with such a value and a line in `registry.ts`. */
export interface EvaluatorKind<Type extends EvaluatorType = EvaluatorType> {
  type: Type;
  /** @throws EvaluatorFailure where nothing can be said: that is no score and never a fail. */
  judge(given: EvaluatorOf<Type>, cell: JudgedCell, signal: AbortSignal): Judgement | Promise<Judgement>;
}

/** Why there is no score, in words for a person. */
export class EvaluatorFailure extends Error {
  override readonly name = "EvaluatorFailure";
}

/** Nobody knows whether a judge was asked. */
export class UncertainJudgement extends EvaluatorFailure {}

/**
 * What the answer is held against: the evaluator's own value with the row's put in, else what the row expects.
 * @throws EvaluatorFailure where there is neither.
 */
export function expectedOf(value: JsonValue | undefined, { row }: JudgedCell): JsonValue {
  const missing = missingName(value, row);
  if (missing !== undefined) throw new EvaluatorFailure(`The row has no “${missing}”.`);
  const filled = value === undefined ? row.expected : fillValue(value, row);
  if (filled === undefined || filled === null) throw new EvaluatorFailure("Nothing says what is expected.");
  return filled;
}

/** Texts of which one is right: lists are several. */
export function oneOrMany(value: JsonValue): JsonValue[] {
  return Array.isArray(value) ? value : [value];
}

/** A stretch of a text that fits into a sentence. */
export function brief(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length <= 60 ? `“${line}”` : `“${line.slice(0, 57)}…”`;
}
