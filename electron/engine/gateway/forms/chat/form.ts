import type { ClientForm } from "../client-form.ts";
import { isErrorBody, toErrorBody } from "../wire/error.ts";
import { toCompletion } from "./completion.ts";
import { createChunkFrames } from "./frames.ts";
import { readChatBody } from "./read-body.ts";

/** OpenAI's chat completions, as LiteLLM's proxy serves them, and at Azure's path. */
export const chatForm: ClientForm = {
  id: "chat",
  kind: "generate",
  paths: [
    "/v1/chat/completions",
    "/chat/completions",
    "/openai/v1/chat/completions",
    "/openai/deployments/{model}/chat/completions",
    "/engines/{model}/chat/completions",
    "/engine/{model}/chat/completions",
    "/v1/engines/{model}/chat/completions",
  ],
  sameAs: "chat-completions",
  modelPlaces: ["model"],
  fullStop: "[DONE]",
  read: readChatBody,
  answer: toCompletion,
  stream: createChunkFrames,
  error: toErrorBody,
  isError: isErrorBody,
};
