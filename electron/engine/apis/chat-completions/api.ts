import type { JsonValue } from "@shared/domain/json/json.ts";
import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import { withoutTrailing } from "@shared/domain/text/without-trailing.ts";
import type { Api } from "../api.ts";
import { readModelList } from "../wire/model-list.ts";
import { openAiBody, openAiRequest } from "../wire/openai-request.ts";
import { withServersSigns } from "../wire/refusal.ts";
import { bearerKey, getHeaders } from "../wire/request-headers.ts";
import { wordsOf } from "../wire/words.ts";
import { fit } from "./fit.ts";
import { chatCompletionsId } from "./id.ts";
import { chatParameters } from "./parameters.ts";
import { read } from "./read.ts";

const bodyOf = (plan: RequestPlan) => openAiBody(plan, { messages: plan.messages as JsonValue });

/** OpenAI's chat completions, and every server that speaks them. */
export const chatCompletions: Api = {
  id: chatCompletionsId,
  label: "Chat completions",
  betaHeader: "openai-beta",
  kind: "generate",
  parameters: chatParameters,
  takesReasoning: true,
  longestToolName: 64,
  fit,
  build: (plan, endpoint) =>
    openAiRequest(plan, endpoint, { path: "/chat/completions", modelIn: "path" }, bodyOf(plan)),
  read,
  readError: (refused) => withServersSigns(wordsOf(refused.body), refused),
  listModels: (endpoint) => ({
    method: "GET",
    url: `${withoutTrailing(endpoint.baseUrl, "/")}/models`,
    headers: getHeaders(endpoint, [], bearerKey),
    read: readModelList,
  }),
};
