import type { EvaluatorKind } from "../kind/evaluator-kind.ts";

/** How long the answer is; `pass` says how long it may be. */
export const length: EvaluatorKind<"length"> = {
  type: "length",
  judge({ unit = "characters" }, { answer }) {
    const value =
      unit === "words"
        ? (answer.text.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*/gu)?.length ?? 0)
        : [...answer.text].length;
    return { value, reason: `It has ${value} ${unit}.` };
  },
};
