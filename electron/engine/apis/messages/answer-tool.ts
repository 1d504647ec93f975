import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { textAt } from "@shared/domain/json/read-json.ts";
import { schemaOfResponseFormat } from "@shared/domain/message/response-format.ts";
import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import type { Warn } from "../wire/warn.ts";
import { type ToolUse, toInputSchema } from "./tools.ts";

/** LiteLLM's name for it. */
export const answerToolName = "json_tool_call";

/**
 * The schema a model before structured outputs is asked for an answer by, through a tool whose arguments are the answer;
 * undefined where the model has structured outputs, no schema is asked for, or the caller has a tool of that name.
 */
export function answerSchemaOf({
  traits,
  parameters,
}: Pick<RequestPlan, "traits" | "parameters">): JsonObject | undefined {
  if (traits?.takesSchema !== false) return undefined;
  const sent = (key: string) => parameters.find((one) => one.sent && one.key === key)?.value;
  const tools = sent("tools");
  if (Array.isArray(tools) && tools.some((tool) => nameOf(tool) === answerToolName)) return undefined;
  return schemaOfResponseFormat(sent("response_format") ?? null);
}

/**
 * Offers the tool beside the caller's own. It must be called, or else one of those; only while the model thinks may
 * nothing be demanded of it.
 */
export function withAnswerTool(own: ToolUse, schema: JsonObject, thinks: boolean, warn: Warn): ToolUse {
  const offered = Array.isArray(own.tools) ? own.tools : [];
  const tools: JsonValue = [...offered, { name: answerToolName, input_schema: toInputSchema(schema) }];
  warn(
    "response_format",
    `This model has no structured outputs: the answer is asked for as the arguments of a tool, ${answerToolName}, as LiteLLM does${thinks ? "; while it thinks nothing holds it to that" : ""}.`,
  );
  if (thinks) return { ...own, tools };
  const isOpen = own.choice?.["type"] !== "none" && offered.length > 0;
  const isChosen = own.choice?.["type"] === "tool";
  if (isChosen) return { tools, choice: own.choice ?? {} };
  return { tools, choice: isOpen ? { ...own.choice, type: "any" } : { type: "tool", name: answerToolName } };
}

function nameOf(tool: JsonValue): string | undefined {
  if (!isJsonObject(tool)) return undefined;
  return textAt(isJsonObject(tool["function"]) ? tool["function"] : tool, "name");
}
