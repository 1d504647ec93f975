import { optionalText } from "../../body/read-text.ts";
import type { ClientForm } from "../client-form.ts";
import { isErrorBody, toErrorBody } from "../wire/error.ts";
import { readStream } from "../wire/read-body.ts";
import { createResponseFrames, toResponse } from "./answer.ts";
import { itemsOf, namedItems, putItems, withItemIds } from "./named-items.ts";
import { readInput } from "./read-input.ts";
import { readParameters } from "./read-parameters.ts";
import { rewrite } from "./rewrite.ts";

/** OpenAI's Responses, as LiteLLM's proxy serves them, and at Azure's path. */
export const responsesForm: ClientForm = {
  id: "responses",
  kind: "generate",
  paths: ["/v1/responses", "/responses", "/openai/v1/responses", "/openai/responses"],
  sameAs: "responses",
  modelPlaces: ["model", "response.model"],
  kept: {
    paths: ["/v1/responses/{id}", "/responses/{id}", "/openai/v1/responses/{id}", "/openai/responses/{id}"],
    idPlaces: [
      ["id", "response.id"],
      ["previous_response_id", "response.previous_response_id"],
    ],
    itemPlaces: ["item_id", "item.id", "output.[].id", "response.output.[].id"],
    withItemIds,
    previousKey: "previous_response_id",
    namedItems,
    itemsOf,
    putItems,
    removed: (id) => ({ id, object: "response", deleted: true }),
  },
  read: (body) => ({
    model: optionalText(body, "model") ?? "",
    messages: readInput(body),
    instructions: typeof body["instructions"] === "string" ? 1 : 0,
    isKept: body["store"] !== false,
    stream: readStream(body),
    // A stream of this form always ends with the counts.
    streamOptions: { include_usage: true },
    ...readParameters(body),
  }),
  rewrite,
  answer: toResponse,
  stream: createResponseFrames,
  error: toErrorBody,
  isError: isErrorBody,
};
