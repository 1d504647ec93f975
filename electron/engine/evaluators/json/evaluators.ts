import { textOfValue } from "@shared/domain/experiment/row-values.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { stableJson } from "@shared/domain/json/stable-json.ts";
import { validateStructuredOutput } from "../../pipeline/check-answer.ts";
import {
  brief,
  EvaluatorFailure,
  type EvaluatorKind,
  expectedOf,
  type Judgement,
  oneOrMany,
} from "../kind/evaluator-kind.ts";
import { jsonText, parsed } from "./json-in-text.ts";
import { readJsonPath, valuesAt } from "./json-path.ts";

const noJson = (text: string): Judgement => ({ value: false, reason: `${brief(text)} is no JSON.` });

/** The answer is JSON. */
export const jsonValid: EvaluatorKind<"json-valid"> = {
  type: "json-valid",
  judge({ within = false }, { answer }) {
    const json = jsonText(answer.text, within);
    return json === undefined ? noJson(answer.text) : { value: true, reason: "It is JSON." };
  },
};

/** The answer is JSON that fits the schema. */
export const jsonSchema: EvaluatorKind<"json-schema"> = {
  type: "json-schema",
  async judge({ schema, within = false }, { answer }) {
    const json = jsonText(answer.text, within);
    if (json === undefined) return noJson(answer.text);
    const { valid, errors } = await validateStructuredOutput(schema, json);
    if (valid) return { value: true, reason: "It fits the schema." };
    const [first] = errors;
    // The schema itself, or the time it took, is nothing the answer can be blamed for.
    if (first && /cannot be used|took too long/.test(first.message)) throw new EvaluatorFailure(first.message);
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
    return { value: false, reason: `${first?.path || "The whole"} ${first?.message ?? "does not fit"}${more}.` };
  },
};

/** At the path stands something, or the value. */
export const jsonPath: EvaluatorKind<"json-path"> = {
  type: "json-path",
  judge({ path, value, within = true }, cell) {
    const steps = readJsonPath(path);
    if (!steps) throw new EvaluatorFailure(`“${path}” is no path such as $.a.b[0].`);
    const json = jsonText(cell.answer.text, within);
    if (json === undefined) return noJson(cell.answer.text);
    const found = valuesAt(parsed(json), steps);
    const [first] = found;
    if (first === undefined) return { value: false, reason: `There is nothing at ${path}.` };
    if (value === undefined) return { value: true, reason: `At ${path} stands ${brief(textOfValue(first))}.` };
    const wanted = oneOrMany(expectedOf(value, cell));
    const isThere = found.some((one) => wanted.some((other) => isSame(one, other)));
    const shown = brief(textOfValue(first));
    if (isThere) return { value: true, reason: `At ${path} stands ${shown}.` };
    return {
      value: false,
      reason: `At ${path} stands ${shown} and not ${wanted
        .slice(0, 3)
        .map((one) => brief(textOfValue(one)))
        .join(" or ")}.`,
    };
  },
};

/** `"4"` and `4` are the same. */
function isSame(found: JsonValue, wanted: JsonValue): boolean {
  const isPlain = (value: JsonValue) => typeof value !== "object" || value === null;
  if (isPlain(found) && isPlain(wanted)) return textOfValue(found) === textOfValue(wanted);
  return stableJson(found) === stableJson(wanted);
}
