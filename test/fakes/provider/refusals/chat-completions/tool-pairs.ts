import { isJsonObject } from "../../../../../shared/domain/json/json.ts";
import { listAt, textAt } from "../../../../../shared/domain/json/read-json.ts";
import { type Check, firstOf, invalid } from "../refusal.ts";

/** Every call of a tool is answered right after it, and every answer has its call. */
export const toolPairs: Check = ({ body }) => {
  const messages = listAt(body, "messages").map((message) => (isJsonObject(message) ? message : {}));
  return firstOf(messages, (message, index) => {
    const ids = listAt(message, "tool_calls").flatMap((call) => (isJsonObject(call) ? [textAt(call, "id") ?? ""] : []));
    const after = messages.slice(index + 1);
    const end = after.findIndex(({ role }) => role !== "tool");
    const answered = after.slice(0, end < 0 ? after.length : end).map((answer) => textAt(answer, "tool_call_id"));
    const open = ids.filter((id) => !answered.includes(id));
    if (open.length > 0) {
      return invalid(
        "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. " +
          `The following tool_call_ids did not have response messages: ${open.join(", ")}`,
        { param: "messages" },
      );
    }
    if (message["role"] !== "tool") return undefined;
    const caller = messages.slice(0, index).findLast(({ role }) => role !== "tool");
    const called = listAt(caller, "tool_calls").some(
      (call) => isJsonObject(call) && call["id"] === message["tool_call_id"],
    );
    if (called) return undefined;
    return invalid(
      "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
      { param: `messages.[${index}].role` },
    );
  });
};
