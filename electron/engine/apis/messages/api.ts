import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import { withoutTrailing } from "@shared/domain/text/without-trailing.ts";
import type { Api, ApiEndpoint, BuiltRequest } from "../api.ts";
import { readModelList } from "../wire/model-list.ts";
import { withServersSigns } from "../wire/refusal.ts";
import { getHeaders, postHeaders } from "../wire/request-headers.ts";
import { wordsOf } from "../wire/words.ts";
import { betasOf } from "./betas.ts";
import { translate } from "./body.ts";
import { messagesId } from "./id.ts";
import { anthropicVersion, messagesParameters } from "./parameters.ts";
import { read } from "./read.ts";

/** Anthropic's Messages. */
export const messages: Api = {
  id: messagesId,
  label: "Messages",
  betaHeader: "anthropic-beta",
  kind: "generate",
  cachesTools: true,
  longestToolName: 128,
  parameters: messagesParameters,
  build,
  warningsOf: (plan) => translate(plan).warnings,
  read,
  readError: (refused) => withServersSigns(wordsOf(refused.body), refused),
  listModels: (endpoint) => ({
    method: "GET",
    url: `${addressOf(endpoint)}/v1/models?limit=1000`,
    headers: getHeaders(endpoint, ownHeaders, bareKey),
    read: readModelList,
  }),
};

const ownHeaders: BuiltRequest["headers"] = [["anthropic-version", anthropicVersion]];
const bareKey = (key: string): [string, string] => ["x-api-key", key];

function build(plan: RequestPlan, endpoint: ApiEndpoint): BuiltRequest {
  const { body } = translate(plan);
  const betas = [...new Set([...betasOf(body), ...(plan.betas ?? [])])];
  const own: BuiltRequest["headers"] =
    betas.length === 0 ? ownHeaders : [...ownHeaders, ["anthropic-beta", betas.join(",")]];
  return {
    method: "POST",
    url: `${addressOf(endpoint)}/v1/messages`,
    headers: postHeaders(endpoint, own, bareKey),
    body: JSON.stringify(body),
  };
}

/** Takes the host, `…/v1` or the full path that LiteLLM takes too. */
function addressOf({ baseUrl }: ApiEndpoint): string {
  return withoutTrailing(baseUrl, "/").replace(/\/v1(\/messages)?$/, "");
}
