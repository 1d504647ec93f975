import type { IncomingMessage, ServerResponse } from "node:http";
import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { Message } from "@shared/domain/message/message.ts";
import { GatewayFailure } from "../body/gateway-failure.ts";
import { readJsonBody } from "./request-body.ts";
import { type Handler, type RouteIo, sendJson } from "./route.ts";

/* What LiteLLM's proxy answers beside calls and lists, and tools around it ask for. */

export const litellmRoutes: Record<string, Handler> = {
  "POST /utils/token_counter": countTokens,
  "GET /model_group/info": groupInfo,
};

/** Counts here; LiteLLM's `call_endpoint`, which asks the provider, has no effect. */
async function countTokens(request: IncomingMessage, response: ServerResponse, { gateway }: RouteIo): Promise<void> {
  const body = await readJsonBody(request, gateway.config.maxRequestMegabytes);
  const model = isJsonObject(body) ? body["model"] : undefined;
  if (!isJsonObject(body) || typeof model !== "string" || model === "") {
    throw new GatewayFailure(400, "model is missing.", { param: "model" });
  }
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const counted = await gateway.countTokens(model, messagesOf(body), gone.signal);
  const told = {
    total_tokens: counted.tokens,
    request_model: model,
    model_used: counted.model,
    tokenizer_type: counted.tokenizer,
  };
  sendJson(response, 200, told, gateway);
}

function messagesOf(body: { [key: string]: unknown }): Message[] {
  const { prompt, messages } = body;
  if (typeof prompt === "string" && messages === undefined) return [{ role: "user", content: prompt }];
  const isList = Array.isArray(messages) && messages.length > 0 && messages.every((one) => isJsonObject(one));
  if (!isList) throw new GatewayFailure(400, "messages or prompt must be given.", { param: "messages" });
  return messages as Message[];
}

function groupInfo(request: IncomingMessage, response: ServerResponse, { gateway }: RouteIo): void {
  const wanted = new URLSearchParams((request.url ?? "").split("?")[1] ?? "").get("model_group");
  const data = gateway.groupInfo().filter(({ model_group: name }) => wanted === null || name === wanted);
  sendJson(response, 200, { data }, gateway);
}
