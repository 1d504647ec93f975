import { fillValue } from "@shared/domain/experiment/row-values.ts";
import { isJsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { parseObject } from "@shared/domain/json/read-json.ts";
import { stableJson } from "@shared/domain/json/stable-json.ts";
import { brief, type EvaluatorKind } from "../kind/evaluator-kind.ts";

/** The tool was called, with at least these arguments. */
export const toolCalled: EvaluatorKind<"tool-called"> = {
  type: "tool-called",
  judge({ tool, arguments: wanted }, { answer, row }) {
    const calls = answer.toolCalls.filter((call) => call.function.name === tool);
    if (calls.length === 0) {
      const others = [...new Set(answer.toolCalls.map((call) => call.function.name))];
      return { value: false, reason: others.length === 0 ? "No tool was called." : `${others.join(", ")} was called.` };
    }
    if (wanted === undefined) return { value: true, reason: `${tool} was called.` };
    const filled = fillValue(wanted, row) ?? {};
    const found = calls.find((call) => holds(parseObject(call.function.arguments) ?? null, filled));
    if (found) return { value: true, reason: `${tool} was called with ${brief(found.function.arguments)}.` };
    return { value: false, reason: `${tool} was called with ${brief(calls[0]?.function.arguments ?? "")}.` };
  },
};

/** Whether every part of what is wanted is there; lists are the same as a whole. */
function holds(given: JsonValue, wanted: JsonValue): boolean {
  if (!isJsonObject(wanted)) return stableJson(given) === stableJson(wanted) || String(given) === String(wanted);
  return (
    isJsonObject(given) &&
    Object.entries(wanted).every(([key, value]) => Object.hasOwn(given, key) && holds(given[key] ?? null, value))
  );
}
