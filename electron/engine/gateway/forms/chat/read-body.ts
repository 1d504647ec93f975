import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import { GatewayFailure } from "../../body/gateway-failure.ts";
import { optionalText } from "../../body/read-text.ts";
import type { AskedCall } from "../client-form.ts";
import { readParameters, readStream, readStreamOptions } from "../wire/read-body.ts";
import { withCarriedThoughts } from "./thinking-blocks.ts";

const ownKeys = new Set<string>(["model", "messages", "stream", "stream_options"]);

/**
 * Takes the body of a chat completion apart.
 * @throws GatewayFailure 400.
 */
export function readChatBody(body: JsonObject): AskedCall {
  return {
    model: optionalText(body, "model") ?? "",
    messages: readMessages(body),
    stream: readStream(body),
    ...readStreamOptions(body),
    // OpenAI takes metadata with `store` only.
    ...readParameters(body, ownKeys, { keepsMetadata: body["store"] === true }),
  };
}

function readMessages(body: JsonObject): JsonValue[] {
  const messages = body["messages"] ?? [];
  const wellFormed = Array.isArray(messages) && messages.every(isJsonObject);
  if (!wellFormed) throw new GatewayFailure(400, "messages must be a list of messages.", { param: "messages" });
  return withCarriedThoughts(messages);
}
