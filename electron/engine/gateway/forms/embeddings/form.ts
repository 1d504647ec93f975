import { GatewayFailure } from "../../body/gateway-failure.ts";
import { optionalText } from "../../body/read-text.ts";
import type { ClientForm } from "../client-form.ts";
import { isErrorBody, toErrorBody } from "../wire/error.ts";
import { eventStream, toFailedFrame } from "../wire/frames.ts";
import { readParameters } from "../wire/read-body.ts";

const ownKeys = new Set<string>(["model"]);

/** OpenAI's embeddings, at LiteLLM's paths and Azure's. */
export const embeddingsForm: ClientForm = {
  id: "embeddings",
  kind: "embed",
  paths: [
    "/v1/embeddings",
    "/embeddings",
    "/openai/v1/embeddings",
    "/openai/deployments/{model}/embeddings",
    "/engines/{model}/embeddings",
    "/v1/engines/{model}/embeddings",
  ],
  sameAs: "embeddings",
  modelPlaces: ["model"],
  read: (body) => ({
    model: optionalText(body, "model") ?? "",
    messages: [],
    stream: false,
    ...readParameters(body, ownKeys, { keepsMetadata: false }),
  }),
  answer() {
    throw new GatewayFailure(400, "This model answers with its mock_response, a text; there are no embeddings of it.");
  },
  // Nobody asks for a stream of them; a server that sends one is heard to its end.
  stream: () => ({ contentType: eventStream, write: () => [], close: () => "", fail: toFailedFrame }),
  error: toErrorBody,
  isError: isErrorBody,
};
