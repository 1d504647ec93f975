import type { JsonObject } from "@shared/domain/json/json.ts";
import { optionalText } from "../../body/read-text.ts";
import type { ClientForm } from "../client-form.ts";
import { readStream } from "../wire/read-body.ts";
import { toErrorBody, toMessage } from "./answer.ts";
import { createMessageFrames } from "./frames.ts";
import { readMessages, textsBesideResults } from "./read-messages.ts";
import { readParameters } from "./read-parameters.ts";
import { rewrite } from "./rewrite.ts";

/** Anthropic's Messages, as LiteLLM's proxy serves them. */
export const messagesForm: ClientForm = {
  id: "messages",
  kind: "generate",
  paths: ["/v1/messages", "/anthropic/v1/messages"],
  sameAs: "messages",
  modelPlaces: ["model", "message.model"],
  ownHeaders: ["anthropic-beta"],
  counting: { path: "/v1/messages/count_tokens", answer: (tokens) => ({ input_tokens: tokens }) },
  read: (body) => ({
    model: optionalText(body, "model") ?? "",
    messages: readMessages(body),
    besideResults: textsBesideResults(body),
    stream: readStream(body),
    // A stream of this form always ends with the counts.
    streamOptions: { include_usage: true },
    ...readParameters(body),
  }),
  rewrite,
  answer: toMessage,
  stream: createMessageFrames,
  error: toErrorBody,
  isError: (body: JsonObject) => body["type"] === "error",
};
