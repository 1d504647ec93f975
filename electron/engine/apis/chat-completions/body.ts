import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import type { Message } from "@shared/domain/message/message.ts";
import { partsOfTurn, withoutParts } from "@shared/domain/message/output-part.ts";
import type { RequestPlan } from "@shared/domain/run/request-plan.ts";

/** A turn of an earlier answer has back what its calls came with. */
function toMessage(message: Message): Message {
  const parts = partsOfTurn(message);
  if (!parts) return message;
  const calls = parts.flatMap((part) => {
    if (part.type !== "tool_call") return [];
    return [part.opaque ? { ...part.call, extra_content: part.opaque.data } : part.call];
  });
  return { ...withoutParts(message), ...(calls.length > 0 ? { tool_calls: calls } : {}) };
}

/**
 * The body of a chat completion: model, messages, the sent parameters in the plan's order, what streaming needs, and
 * `extra_body` last, which wins over all as in OpenAI's Python SDK.
 */
export function buildBody(plan: RequestPlan): JsonObject {
  const body: JsonObject = { model: plan.route.model, messages: plan.messages.map(toMessage) as JsonValue };
  let streamOptions: JsonValue | undefined;
  for (const { key, sentAs, value, sent } of plan.parameters) {
    if (!sent) continue;
    if (key === "stream_options") streamOptions = value;
    else body[sentAs ?? key] = value;
  }
  if (plan.stream) {
    body["stream"] = true;
    if (streamOptions !== undefined) body["stream_options"] = streamOptions;
  }
  return { ...body, ...plan.extraBody };
}
