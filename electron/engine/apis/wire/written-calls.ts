import { isJsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { textAt } from "@shared/domain/json/read-json.ts";
import type { CustomToolCall, Message, ToolCall } from "@shared/domain/message/message.ts";

/** Calls of tools in a turn as it was written, or the one call of OpenAI's form before there were tools. */
export function callsOf(message: Message): (ToolCall | CustomToolCall)[] {
  const calls = message.tool_calls ?? [];
  const legacy = message["function_call"] as JsonValue | undefined;
  const name = isJsonObject(legacy) ? (textAt(legacy, "name") ?? "") : "";
  if (calls.length > 0 || !isJsonObject(legacy) || name === "") return calls;
  const args = textAt(legacy, "arguments") ?? "";
  return [{ id: callOfFunction(name), type: "function", function: { name, arguments: args } }];
}

/** The id of a call that has none: a function's result names the function and no call. */
export function callOfFunction(name: string): string {
  return `call_${name}`;
}
