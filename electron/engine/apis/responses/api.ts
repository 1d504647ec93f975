import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import { withoutTrailing } from "@shared/domain/text/without-trailing.ts";
import type { Api, ApiEndpoint, BuiltRequest } from "../api.ts";
import { readModelList } from "../wire/model-list.ts";
import { openAiUrl } from "../wire/openai-address.ts";
import { openAiRequest } from "../wire/openai-request.ts";
import { withServersSigns } from "../wire/refusal.ts";
import { bearerKey, getHeaders } from "../wire/request-headers.ts";
import { wordsOf } from "../wire/words.ts";
import { translate } from "./body.ts";
import { responsesId } from "./id.ts";
import { responsesParameters } from "./parameters.ts";
import { read } from "./read.ts";

/** OpenAI's Responses, and every server that speaks them. */
export const responses: Api = {
  id: responsesId,
  label: "Responses",
  betaHeader: "openai-beta",
  kind: "generate",
  longestToolName: 64,
  parameters: responsesParameters,
  build,
  warningsOf: (plan) => translate(plan).warnings,
  read,
  readError: (refused) => withServersSigns(wordsOf(refused.body), refused),
  keptAnswer: ({ method, id, query }, endpoint) => {
    const url = openAiUrl(endpoint, null, `/responses/${encodeURIComponent(id)}`);
    return {
      method,
      url: query === "" ? url : `${url}${url.includes("?") ? "&" : "?"}${query}`,
      headers: getHeaders(endpoint, [], bearerKey),
    };
  },
  listModels: (endpoint) => ({
    method: "GET",
    url: `${withoutTrailing(endpoint.baseUrl, "/")}/models`,
    headers: getHeaders(endpoint, [], bearerKey),
    read: readModelList,
  }),
};

function build(plan: RequestPlan, endpoint: ApiEndpoint): BuiltRequest {
  return openAiRequest(plan, endpoint, { path: "/responses", modelIn: "body" }, translate(plan).body);
}
