import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import type { Api, ApiEndpoint, BuiltRequest } from "../api.ts";
import { readModelList } from "../wire/model-list.ts";
import { withServersSigns } from "../wire/refusal.ts";
import { bearerKey, getHeaders, postHeaders } from "../wire/request-headers.ts";
import { wordsOf } from "../wire/words.ts";
import { completionsUrl } from "./address.ts";
import { buildBody } from "./body.ts";
import { fit } from "./fit.ts";
import { chatCompletionsId } from "./id.ts";
import { chatParameters } from "./parameters.ts";
import { read } from "./read.ts";

/** OpenAI's chat completions, and every server that speaks them. */
export const chatCompletions: Api = {
  id: chatCompletionsId,
  kind: "generate",
  parameters: chatParameters,
  fit,
  build,
  read,
  readError: (refused) => withServersSigns(wordsOf(refused.body), refused),
  listModels: (endpoint) => ({
    method: "GET",
    url: `${endpoint.baseUrl.replace(/\/+$/, "")}/models`,
    headers: getHeaders(endpoint, [], bearerKey),
    read: readModelList,
  }),
};

function build(plan: RequestPlan, endpoint: ApiEndpoint): BuiltRequest {
  const { organization } = endpoint;
  const headers = postHeaders(endpoint, [], bearerKey);
  const isNamed = headers.some(([name]) => name.toLowerCase() === "openai-organization");
  if (organization !== undefined && !isNamed) headers.push(["openai-organization", organization]);
  return {
    method: "POST",
    url: completionsUrl(endpoint, plan.route.model),
    headers,
    body: JSON.stringify(buildBody(plan)),
  };
}
