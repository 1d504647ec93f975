import { passes, readPassRule } from "@shared/domain/experiment/pass-rule.ts";
import { isJsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { brief, EvaluatorFailure, type EvaluatorKind, type Judgement } from "../kind/evaluator-kind.ts";
import { codeInput } from "./code-input.ts";
import { type CodeResult, runCode } from "./run-code.ts";

/** JavaScript of one's own says whether the answer passes, or how good it is. It runs shut off from everything. */
export const code: EvaluatorKind<"code"> = {
  type: "code",
  async judge({ code: written, entry, config, pass }, cell, signal) {
    if (typeof written !== "string") throw new EvaluatorFailure("Its code was not read.");
    const found = await runCode({ code: written, entry }, codeInput(cell, config), signal);
    if ("problem" in found) throw new EvaluatorFailure(found.problem);
    return judgementOf(found, pass);
  },
};

/** A boolean, a number, or `{pass, score, reason}`; everything else is no score. */
function judgementOf({ type, value }: CodeResult, pass: string | undefined): Judgement {
  if (typeof value === "boolean") return { value, reason: `The code says ${value}.` };
  if (typeof value === "number") return figureOf(value, undefined, `The code gives ${value}.`, pass);
  if (isJsonObject(value)) {
    const { pass: says, score, reason } = value;
    const words = typeof reason === "string" && reason !== "" ? reason : undefined;
    const isSaid = typeof says === "boolean";
    if (typeof score === "number")
      return figureOf(score, isSaid ? says : undefined, words ?? `The code gives ${score}.`, pass);
    if (isSaid && (score === undefined || score === null))
      return { value: says, reason: words ?? `The code says ${says}.` };
  }
  throw new EvaluatorFailure(
    `The code gives ${wordsOf(type, value)}: no boolean, no number and no {pass, score, reason}.`,
  );
}

/** A score lies between 0 and 1, whatever the code counts; its rule is about what it counts. */
function figureOf(score: number, says: boolean | undefined, reason: string, pass: string | undefined): Judgement {
  const value = Math.min(1, Math.max(0, score));
  const rule = pass === undefined ? undefined : readPassRule(pass);
  const passed = says ?? (rule ? passes(rule, score) : undefined);
  const clamped = value === score ? "" : ` Its score of ${score} counts as ${value}.`;
  return { value, reason: `${reason}${clamped}`, ...(passed === undefined ? {} : { passed }) };
}

function wordsOf(type: string, value: JsonValue | undefined): string {
  if (type === "undefined") return "nothing (code of several lines needs a return)";
  if (type === "number") return String(value);
  if (type === "string") return `the text ${brief(String(value))}`;
  if (value === undefined || value === null) return `a value of type ${type}`;
  return brief(JSON.stringify(value));
}
