import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import type { Message } from "@shared/domain/message/message.ts";
import { partsOfTurn, withoutParts } from "@shared/domain/message/output-part.ts";
import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import { openAiBody } from "../wire/openai-request.ts";

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

/** The body of a chat completion. */
export function buildBody(plan: RequestPlan): JsonObject {
  return openAiBody(plan, { messages: plan.messages.map(toMessage) as JsonValue });
}
