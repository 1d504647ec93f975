import type { Answer } from "@shared/domain/experiment/score.ts";
import { EvaluatorFailure, type JudgedCell } from "../kind/evaluator-kind.ts";
import { codeInput } from "./code-input.ts";
import { runCode } from "./run-code.ts";

/**
 * The answer as an evaluator's `transform` makes it, each on top of the one before.
 * @throws EvaluatorFailure where code fails or gives nothing. @throws AbortError
 */
export async function changeAnswer(cell: JudgedCell, changes: readonly string[], signal: AbortSignal): Promise<Answer> {
  let { answer } = cell;
  for (const code of changes) {
    const found = await runCode({ code }, codeInput({ ...cell, answer }), signal);
    if ("problem" in found) throw new EvaluatorFailure(`The change before it failed. ${found.problem}`);
    const { value } = found;
    if (value === undefined || value === null) throw new EvaluatorFailure("The change before it gives nothing.");
    answer = { ...answer, value, text: typeof value === "string" ? value : JSON.stringify(value) };
  }
  return answer;
}
