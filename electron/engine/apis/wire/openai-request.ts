import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import type { ApiEndpoint, BuiltRequest } from "../api.ts";
import { openAiUrl } from "./openai-address.ts";
import { bearerKey, postHeaders } from "./request-headers.ts";

/** Where an API of OpenAI's form lies below a server's address, and whether a deployment's path names the model. */
export interface OpenAiPlace {
  path: string;
  modelIn: "path" | "body";
}

/** A request to a server of OpenAI's form: with its key as a bearer, and the organization where there is one. */
export function openAiRequest(
  plan: RequestPlan,
  endpoint: ApiEndpoint,
  { path, modelIn }: OpenAiPlace,
  body: JsonObject,
): BuiltRequest {
  const { organization } = endpoint;
  const { betas = [] } = plan;
  const own: BuiltRequest["headers"] = betas.length === 0 ? [] : [["openai-beta", betas.join(",")]];
  const headers = postHeaders(endpoint, own, bearerKey);
  const isNamed = headers.some(([name]) => name.toLowerCase() === "openai-organization");
  if (organization !== undefined && !isNamed) headers.push(["openai-organization", organization]);
  const url = openAiUrl(endpoint, modelIn === "path" ? plan.route.model : null, path);
  return { method: "POST", url, headers, body: JSON.stringify(body) };
}

/**
 * The body of a request of OpenAI's form: model, what the API has beside it, the sent parameters in the plan's order,
 * what streaming needs, and `extra_body` last, which wins over all as in OpenAI's Python SDK.
 */
export function openAiBody(plan: RequestPlan, own: JsonObject): JsonObject {
  const body: JsonObject = { model: plan.route.model, ...own };
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
