import { textOfValue } from "@shared/domain/experiment/row-values.ts";
import { brief, type EvaluatorKind, expectedOf, oneOrMany } from "../kind/evaluator-kind.ts";

/** The answer begins with the text, or with one of a list. */
export const startsWith: EvaluatorKind<"starts-with"> = {
  type: "starts-with",
  judge({ value, ignore_case = false }, cell) {
    const fold = (text: string) => (ignore_case ? text.toLowerCase() : text);
    const wanted = oneOrMany(expectedOf(value, cell)).map(textOfValue);
    const text = fold(cell.answer.text);
    const found = wanted.find((one) => text.startsWith(fold(one)));
    if (found !== undefined) return { value: true, reason: `It begins with ${brief(found)}.` };
    return { value: false, reason: `It begins with ${brief(cell.answer.text.slice(0, 40))}.` };
  },
};
