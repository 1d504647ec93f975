import { textOfValue } from "@shared/domain/experiment/row-values.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { stableJson } from "@shared/domain/json/stable-json.ts";
import { brief, type EvaluatorKind, expectedOf, oneOrMany } from "../kind/evaluator-kind.ts";

/** The whole answer is the value, or one of a list. `"4"` and `4` are equal; objects are, whatever the order of keys. */
export const equals: EvaluatorKind<"equals"> = {
  type: "equals",
  judge({ value, ignore_case = false, trim = true }, cell) {
    const wanted = oneOrMany(expectedOf(value, cell));
    const normal = (text: string) => {
      const shown = (trim ? text.trim() : text).normalize("NFC");
      return ignore_case ? shown.toLowerCase() : shown;
    };
    const { text } = cell.answer;
    const found = wanted.find((one) =>
      isStructured(one) ? sameJson(text, one) : normal(textOfValue(one)) === normal(text),
    );
    if (found !== undefined) return { value: true, reason: `It is ${brief(textOfValue(found))}.` };
    const list = wanted.slice(0, 3).map((one) => brief(textOfValue(one)));
    return { value: false, reason: `It is ${brief(text)} and not ${list.join(" or ")}.` };
  },
};

function isStructured(value: JsonValue): boolean {
  return typeof value === "object" && value !== null;
}

function sameJson(text: string, wanted: JsonValue): boolean {
  try {
    return stableJson(JSON.parse(text) as JsonValue) === stableJson(wanted);
  } catch {
    return false;
  }
}
