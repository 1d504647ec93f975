import type { CompletionCreateParams } from "openai/resources/completions";
import type { EmbeddingCreateParams } from "openai/resources/embeddings";
import { type Check, invalid } from "../refusal.ts";

/** Every field of a text completion, by the types of OpenAI's own client. */
const completionFields = {
  best_of: true,
  echo: true,
  frequency_penalty: true,
  logit_bias: true,
  logprobs: true,
  max_tokens: true,
  model: true,
  n: true,
  presence_penalty: true,
  prompt: true,
  seed: true,
  stop: true,
  stream: true,
  stream_options: true,
  suffix: true,
  temperature: true,
  top_p: true,
  user: true,
} as const satisfies Record<keyof CompletionCreateParams, true>;

const embeddingFields = {
  dimensions: true,
  encoding_format: true,
  input: true,
  model: true,
  user: true,
} as const satisfies Record<keyof EmbeddingCreateParams, true>;

export const completionField = onlyWith(completionFields);
export const embeddingField = onlyWith(embeddingFields);
export const completionPrompt = missing("prompt");
export const embeddingInput = missing("input");

function onlyWith(fields: Readonly<Record<string, true>>): Check {
  return ({ body }) => {
    const unknown = Object.keys(body).filter((key) => !Object.hasOwn(fields, key));
    if (unknown.length === 0) return undefined;
    return invalid(`Unrecognized request argument${unknown.length > 1 ? "s" : ""} supplied: ${unknown.join(", ")}`);
  };
}

function missing(param: string): Check {
  return ({ body }) => {
    if (body["model"] === undefined) return invalid("you must provide a model parameter");
    if (body[param] !== undefined) return undefined;
    return invalid(`Missing required parameter: '${param}'.`, { param, code: "missing_required_parameter" });
  };
}
