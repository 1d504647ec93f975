import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import { GatewayFailure } from "../../body/gateway-failure.ts";
import { optionalText } from "../../body/read-text.ts";
import type { AskedCall } from "../client-form.ts";

const ownKeys = new Set<string>(["model", "messages", "stream", "stream_options"]);

/**
 * Takes the body of a chat completion apart. Keys nobody here knows are data for the model server and stay `parameters`.
 * @throws GatewayFailure 400.
 */
export function readChatBody(body: JsonObject): AskedCall {
  return {
    model: optionalText(body, "model") ?? "",
    messages: readMessages(body),
    stream: readStream(body),
    ...readStreamOptions(body),
    ...readParameters(body),
  };
}

function readMessages(body: JsonObject): JsonValue[] {
  const messages = body["messages"] ?? [];
  const wellFormed = Array.isArray(messages) && messages.every(isJsonObject);
  if (!wellFormed) throw new GatewayFailure(400, "messages must be a list of messages.", { param: "messages" });
  return messages;
}

function readStream(body: JsonObject): boolean {
  const stream = body["stream"] ?? false;
  if (typeof stream !== "boolean") throw new GatewayFailure(400, "stream must be true or false.", { param: "stream" });
  return stream;
}

function readStreamOptions(body: JsonObject): Pick<AskedCall, "streamOptions"> {
  const options = body["stream_options"];
  return isJsonObject(options) ? { streamOptions: options } : {};
}

function readParameters(body: JsonObject): Pick<AskedCall, "parameters" | "leftOut"> {
  const parameters: JsonObject = {};
  const leftOut: string[] = [];
  for (const [key, value] of Object.entries(body)) {
    if (ownKeys.has(key)) continue;
    // OpenAI takes metadata with `store` only; LiteLLM's clients send it for the proxy itself.
    if (key === "metadata" && body["store"] !== true) leftOut.push(key);
    else if (key !== "__proto__") parameters[key] = value;
  }
  return { parameters, leftOut };
}
