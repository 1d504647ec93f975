import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { listAt } from "@shared/domain/json/read-json.ts";
import type { Message } from "@shared/domain/message/message.ts";

/**
 * The turns of a tool loop, which follow a prompt even where it replaces the client's messages: those since the last
 * user message, when the messages end with results of calls made in them. Without them the model asks for the same
 * call for ever. Empty for everything else.
 * @param besideResults so many messages at the end are what the client wrote beside the results, in one turn with them.
 */
export function toolTurns(messages: readonly JsonValue[], besideResults = 0): Message[] {
  const all = messages.filter(isJsonObject);
  const list = all.slice(0, all.length - besideResults);
  const turns = list.slice(list.findLastIndex(({ role }) => role === "user") + 1);
  const called = new Set(
    turns.flatMap((turn) => listAt(turn, "tool_calls")).map((call) => isJsonObject(call) && call["id"]),
  );
  const results = turns.slice(turns.findLastIndex(({ role }) => role !== "tool") + 1);
  const isAnswered = results.length > 0 && results.every((result) => called.has(result["tool_call_id"] ?? ""));
  const first = turns.findIndex(({ role }) => role === "assistant");
  return isAnswered ? ([...turns.slice(first), ...all.slice(list.length)] as Message[]) : [];
}
