import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { objectAt, parseObject, textAt } from "@shared/domain/json/read-json.ts";
import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import type { ProviderEvent } from "@shared/domain/run/stream-event.ts";
import type { Warn } from "../wire/warn.ts";
import { messagesId } from "./id.ts";

/*
 * OpenAI's tools that take free text (`custom`). Anthropic's take an object alone: such a tool is offered as one whose only
 * argument is the text, and its calls are read back as calls with that text.
 */

const onlyKey = "input";

/** What marks a call whose arguments are free text. */
const mark: JsonObject = { type: "custom" };

/** Undefined for any other tool. */
export function freeTextTool(tool: JsonValue, warn: Warn): JsonObject | undefined {
  const custom = customOf(tool);
  if (!custom) return undefined;
  warn(
    "tools",
    `Tools that take free text are offered with it as their one argument, “${onlyKey}”: Claude has no other.`,
  );
  const grammar = objectAt(objectAt(custom, "format"), "grammar") ?? objectAt(custom, "format");
  const definition = textAt(grammar, "definition");
  const said = [
    textAt(custom, "description"),
    definition === undefined
      ? undefined
      : `“${onlyKey}” follows this grammar (${textAt(grammar, "syntax") ?? ""}):\n${definition}`,
  ].filter((text) => text !== undefined && text !== "");
  return {
    name: custom["name"] ?? "",
    ...(said.length === 0 ? {} : { description: said.join("\n\n") }),
    input_schema: {
      type: "object",
      properties: { [onlyKey]: { type: "string" } },
      required: [onlyKey],
      additionalProperties: false,
    },
  };
}

/** The names of a request's tools that take free text. */
export function freeTextNames({ parameters }: Pick<RequestPlan, "parameters">): ReadonlySet<string> {
  const tools = parameters.find(({ key, sent }) => sent && key === "tools")?.value;
  return new Set((Array.isArray(tools) ? tools : []).flatMap((tool) => textAt(customOf(tool), "name") ?? []));
}

function customOf(tool: JsonValue): JsonObject | undefined {
  return isJsonObject(tool) && tool["type"] === "custom" ? objectAt(tool, "custom") : undefined;
}

/** What the call of one is told as when it begins. */
export function markedAsText(index: number): ProviderEvent {
  return { type: "opaque", of: "tool_call", index, opaque: { api: messagesId, data: mark } };
}

export function isFreeText(data: JsonValue | undefined): boolean {
  return isJsonObject(data) && data["type"] === mark["type"];
}

/** The text in the arguments of a call; what is no such object is the text itself. */
export function freeTextOf(input: string): string {
  return textAt(parseObject(input), onlyKey) ?? input;
}
