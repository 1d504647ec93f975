import { optionalText } from "../../body/read-text.ts";
import type { ClientForm } from "../client-form.ts";
import { isErrorBody, toErrorBody } from "../wire/error.ts";
import { readParameters, readStream, readStreamOptions } from "../wire/read-body.ts";
import { createTextFrames, toTextCompletion } from "./answer.ts";

const ownKeys = new Set<string>(["model", "stream", "stream_options"]);

/** OpenAI's completions of a text, at LiteLLM's paths and Azure's. Behind that of chats, whose paths end alike. */
export const completionsForm: ClientForm = {
  id: "completions",
  kind: "relayed",
  paths: [
    "/v1/completions",
    "/completions",
    "/openai/v1/completions",
    "/openai/deployments/{model}/completions",
    "/engines/{model}/completions",
    "/engine/{model}/completions",
    "/v1/engines/{model}/completions",
  ],
  sameAs: "completions",
  modelPlaces: ["model"],
  fullStop: "[DONE]",
  read: (body) => ({
    model: optionalText(body, "model") ?? "",
    messages: [],
    stream: readStream(body),
    ...readStreamOptions(body),
    ...readParameters(body, ownKeys, { keepsMetadata: false }),
  }),
  answer: toTextCompletion,
  stream: createTextFrames,
  error: toErrorBody,
  isError: isErrorBody,
};
