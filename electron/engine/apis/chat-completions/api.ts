import { withoutTrailing } from "@shared/domain/text/without-trailing.ts";
import type { Api } from "../api.ts";
import { readModelList } from "../wire/model-list.ts";
import { openAiRequest } from "../wire/openai-request.ts";
import { withServersSigns } from "../wire/refusal.ts";
import { bearerKey, getHeaders } from "../wire/request-headers.ts";
import { wordsOf } from "../wire/words.ts";
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
  build: (plan, endpoint) => openAiRequest(plan, endpoint, "/chat/completions", buildBody(plan)),
  read,
  readError: (refused) => withServersSigns(wordsOf(refused.body), refused),
  listModels: (endpoint) => ({
    method: "GET",
    url: `${withoutTrailing(endpoint.baseUrl, "/")}/models`,
    headers: getHeaders(endpoint, [], bearerKey),
    read: readModelList,
  }),
};
