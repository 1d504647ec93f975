import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { PlannedParameter, RequestPlan } from "@shared/domain/run/request-plan.ts";
import { plural } from "../../../ui/figures.ts";

const shortNames: Record<string, string> = { temperature: "temp", max_tokens: "max", max_completion_tokens: "max" };
const definitionKeys = ["tools", "tool_choice", "response_format"];

function sentParameters(plan: RequestPlan): PlannedParameter[] {
  return plan.parameters.filter((parameter) => parameter.sent && parameter.source !== "preset");
}

/** The sent parameters in a few words: "temp 0.2". */
export function parameterSummary(plan: RequestPlan): string[] {
  const sent = sentParameters(plan).filter(({ key }) => !definitionKeys.includes(key));
  const plain = sent.filter(({ value }) => typeof value === "number" || typeof value === "string");
  const shown = plain.slice(0, 3).map(({ key, value }) => `${shortNames[key] ?? key} ${String(value).slice(0, 16)}`);
  const more = sent.length - shown.length;
  return more > 0 ? [...shown, `+${more}`] : shown;
}

/** Tools and the form of the answer in a few words: "2 tools · schema"; undefined when neither is sent. */
export function definitionSummary(plan: RequestPlan): string | undefined {
  const sent = new Map(sentParameters(plan).map(({ key, value }) => [key, value]));
  const tools = sent.get("tools");
  const format = sent.get("response_format");
  const type = isJsonObject(format) ? format["type"] : undefined;
  const said = [
    ...(Array.isArray(tools) && tools.length > 0 ? [plural(tools.length, "tool")] : []),
    ...(type === "json_schema" ? ["schema"] : type === "json_object" ? ["JSON"] : []),
  ];
  return said.length > 0 ? said.join(" · ") : undefined;
}
