import { type AskedEvaluator, type Evaluator, isAsked, nameOf } from "@shared/domain/experiment/evaluator.ts";
import { passes, readPassRule } from "@shared/domain/experiment/pass-rule.ts";
import type { Score, ScoreOutcome } from "@shared/domain/experiment/score.ts";
import { EvaluatorFailure, type JudgedCell, type Judgement, UncertainJudgement } from "./kind/evaluator-kind.ts";
import { kindOf } from "./registry.ts";

/** Asks a model that judges, or for what people say. @throws EvaluatorFailure where there is no score. */
export type AskJudge = (evaluator: AskedEvaluator, cell: JudgedCell) => Promise<Judgement>;

/**
 * What an evaluator makes of a cell. One that fails gives no score, with its error.
 * @throws AbortError
 */
export async function scoreCell(
  evaluator: Evaluator,
  cell: JudgedCell,
  signal: AbortSignal,
  ask: AskJudge = askNobody,
): Promise<ScoreOutcome> {
  const name = nameOf(evaluator);
  try {
    const seen = await seenBy(evaluator, cell, signal);
    if (isAsked(evaluator)) return scoreOf(evaluator, await ask(evaluator, seen));
    return scoreOf(evaluator, await kindOf(evaluator).judge(evaluator, seen, signal));
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof UncertainJudgement) return { name, error: error.message, uncertain: true };
    if (error instanceof EvaluatorFailure) return { name, error: error.message };
    return { name, error: `The evaluator failed: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** The cell with its answer as the evaluator's `transform` makes it. */
async function seenBy({ transform }: Evaluator, cell: JudgedCell, signal: AbortSignal): Promise<JudgedCell> {
  if (transform === undefined) return cell;
  const { changeAnswer } = await import("./code/change-answer.ts");
  return { ...cell, answer: await changeAnswer(cell, [transform].flat(), signal) };
}

function scoreOf(evaluator: Evaluator, { value, passed, reason }: Judgement): Score {
  const name = nameOf(evaluator);
  const { not = false } = evaluator;
  if (typeof value === "boolean") {
    const holds = value !== not;
    return { name, value: holds, passed: holds, reason };
  }
  if (passed !== undefined) return { name, value, passed: passed !== not, reason };
  if (typeof value === "string") return { name, value, reason };
  const rule = "pass" in evaluator && evaluator.pass !== undefined ? readPassRule(evaluator.pass) : undefined;
  return { name, value, ...(rule ? { passed: passes(rule, value) !== not } : {}), reason };
}

function askNobody(): Promise<Judgement> {
  return Promise.reject(new EvaluatorFailure("Nobody is asked here."));
}
