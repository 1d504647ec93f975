import { textOfValue } from "@shared/domain/experiment/row-values.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { textSimilarity } from "@shared/domain/statistics/text-similarity.ts";
import {
  EvaluatorFailure,
  type EvaluatorKind,
  expectedOf,
  type JudgedCell,
  oneOrMany,
} from "../kind/evaluator-kind.ts";

/** Both are compared letter by letter: that takes as many steps as the product of their lengths. */
const mostSteps = 25_000_000;

type Similarity = ReturnType<typeof textSimilarity>;

/** The answer against each text that would be right; the one that is nearest counts. */
function nearest(value: JsonValue | undefined, cell: JudgedCell, figure: (one: Similarity) => number): Similarity {
  const candidate = cell.answer.text;
  const all = oneOrMany(expectedOf(value, cell)).map((one) => {
    const reference = textOfValue(one);
    if (reference.length * candidate.length > mostSteps)
      throw new EvaluatorFailure("The texts are too long to be compared.");
    return textSimilarity({ reference, candidate });
  });
  const [first, ...others] = all;
  if (!first) throw new EvaluatorFailure("Nothing says what is expected.");
  return others.reduce((best, one) => (figure(one) > figure(best) ? one : best), first);
}

/** How alike the texts are by the changes from one to the other: 1 for the same. */
export const levenshtein: EvaluatorKind<"levenshtein"> = {
  type: "levenshtein",
  judge({ value, most }, cell) {
    const { levenshteinRatio: ratio, levenshteinDistance: distance } = nearest(
      value,
      cell,
      (one) => one.levenshteinRatio,
    );
    if (most !== undefined)
      return { value: distance <= most, reason: `It is ${distance} changes away, ${most} may be.` };
    return { value: ratio, reason: `It is alike by ${ratio.toFixed(3)}, ${distance} changes away.` };
  },
};

/** The longest run of words that both have in this order: the F1 of ROUGE-L. */
export const rougeL: EvaluatorKind<"rouge-l"> = {
  type: "rouge-l",
  judge({ value }, cell) {
    const { rougeLUnicode: rouge } = nearest(value, cell, (one) => one.rougeLUnicode.f1);
    return { value: rouge.f1, reason: `${rouge.lcs} words of ${rouge.referenceTokens} are there in their order.` };
  },
};
