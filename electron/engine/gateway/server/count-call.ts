import type { IncomingMessage, ServerResponse } from "node:http";
import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { Message } from "@shared/domain/message/message.ts";
import { GatewayFailure } from "../body/gateway-failure.ts";
import type { ClientForm } from "../forms/client-form.ts";
import { readJsonBody } from "./request-body.ts";
import { type RouteIo, sendJson } from "./route.ts";

/**
 * Tokens of a call in a form's own words. Counts here, with OpenAI's table whoever's the model is, and asks nobody.
 * @throws GatewayFailure 400.
 */
export async function countCall(
  request: IncomingMessage,
  response: ServerResponse,
  { gateway }: RouteIo,
  form: ClientForm,
): Promise<void> {
  const body = await readJsonBody(request, gateway.config.maxRequestMegabytes);
  if (!isJsonObject(body)) throw new GatewayFailure(400, "The body must be a JSON object.");
  const { model, messages } = form.read(body);
  if (model === "") throw new GatewayFailure(400, "model is missing.", { param: "model" });
  if (messages.length === 0) throw new GatewayFailure(400, "messages is missing.", { param: "messages" });
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const { tokens } = await gateway.countTokens(model, messages as Message[], gone.signal);
  sendJson(response, 200, form.counting?.answer(tokens) ?? { tokens }, gateway);
}
