import type { EvaluatorOf } from "@shared/domain/experiment/evaluator.ts";
import { textOfValue } from "@shared/domain/experiment/row-values.ts";
import {
  brief,
  EvaluatorFailure,
  type EvaluatorKind,
  expectedOf,
  type JudgedCell,
  oneOrMany,
} from "../kind/evaluator-kind.ts";

type Given = EvaluatorOf<"contains" | "not-contains" | "contains-any" | "contains-all">;

/** Which of the wanted texts stand in the answer. */
function look({ value, ignore_case = false }: Given, cell: JudgedCell): { there: string[]; missing: string[] } {
  const wanted = oneOrMany(expectedOf(value, cell)).map(textOfValue);
  if (wanted.length === 0 || wanted.some((one) => one === ""))
    throw new EvaluatorFailure("There is an empty text to look for.");
  const fold = (text: string) => (ignore_case ? text.normalize("NFC").toLowerCase() : text.normalize("NFC"));
  const text = fold(cell.answer.text);
  return {
    there: wanted.filter((one) => text.includes(fold(one))),
    missing: wanted.filter((one) => !text.includes(fold(one))),
  };
}

const list = (texts: readonly string[]) => texts.slice(0, 3).map(brief).join(", ");

/** The answer contains the text; of a list one of them. */
export const contains: EvaluatorKind<"contains"> = {
  type: "contains",
  judge: (given, cell) => any(given, cell),
};

export const containsAny: EvaluatorKind<"contains-any"> = {
  type: "contains-any",
  judge: (given, cell) => any(given, cell),
};

function any(given: Given, cell: JudgedCell) {
  const { there, missing } = look(given, cell);
  if (there.length > 0) return { value: true, reason: `It contains ${list(there)}.` };
  return { value: false, reason: `It does not contain ${list(missing)}.` };
}

export const containsAll: EvaluatorKind<"contains-all"> = {
  type: "contains-all",
  judge(given, cell) {
    const { there, missing } = look(given, cell);
    if (missing.length === 0) return { value: true, reason: `It contains ${list(there)}.` };
    return { value: false, reason: `It does not contain ${list(missing)}.` };
  },
};

/** None of the texts stands in the answer. */
export const notContains: EvaluatorKind<"not-contains"> = {
  type: "not-contains",
  judge(given, cell) {
    const { there, missing } = look(given, cell);
    if (there.length === 0) return { value: true, reason: `It does not contain ${list(missing)}.` };
    return { value: false, reason: `It contains ${list(there)}.` };
  },
};
