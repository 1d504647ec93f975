import { textOfValue } from "@shared/domain/experiment/row-values.ts";
import { brief, EvaluatorFailure, type EvaluatorKind, expectedOf, oneOrMany } from "../kind/evaluator-kind.ts";

const figures = /[-+−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][-+]?\d+)?/g;

/** The last number of a text: an answer comes behind the way to it. */
function lastNumber(text: string): number | undefined {
  const found = text.match(figures)?.at(-1);
  if (found === undefined) return undefined;
  const value = Number(found.replaceAll(",", "").replace("−", "-"));
  return Number.isFinite(value) ? value : undefined;
}

/** The last number of the answer lies within `tolerance` of the value, or of one of a list. */
export const number: EvaluatorKind<"number"> = {
  type: "number",
  judge({ value, tolerance = 0 }, cell) {
    const wanted = oneOrMany(expectedOf(value, cell)).map((one) => {
      const figure = typeof one === "number" ? one : lastNumber(textOfValue(one));
      if (figure === undefined)
        throw new EvaluatorFailure(`${brief(textOfValue(one))} is no number to hold the answer against.`);
      return figure;
    });
    const found = lastNumber(cell.answer.text);
    if (found === undefined) return { value: false, reason: "There is no number in it." };
    // A difference of two decimals has a rounding error of its own.
    const isNear = (one: number) => Math.abs(found - one) <= tolerance + 1e-9 * Math.max(1, Math.abs(one));
    const around = tolerance === 0 ? "" : ` ± ${tolerance}`;
    const near = wanted.find(isNear);
    if (near !== undefined) return { value: true, reason: `${found} is ${near}${around}.` };
    return { value: false, reason: `${found} is not ${wanted.slice(0, 3).join(" or ")}${around}.` };
  },
};
