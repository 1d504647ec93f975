import type { ChatCompletionCreateParams } from "openai/resources/chat/completions";
import { type Check, invalid } from "../refusal.ts";

/** Every field of a chat completion, by the types of OpenAI's own client: one it gains does not compile here. */
const fields = {
  audio: true,
  frequency_penalty: true,
  function_call: true,
  functions: true,
  logit_bias: true,
  logprobs: true,
  max_completion_tokens: true,
  max_tokens: true,
  messages: true,
  metadata: true,
  modalities: true,
  model: true,
  moderation: true,
  n: true,
  parallel_tool_calls: true,
  prediction: true,
  presence_penalty: true,
  prompt_cache_key: true,
  prompt_cache_options: true,
  prompt_cache_retention: true,
  reasoning_effort: true,
  response_format: true,
  safety_identifier: true,
  seed: true,
  service_tier: true,
  stop: true,
  store: true,
  stream: true,
  stream_options: true,
  temperature: true,
  tool_choice: true,
  tools: true,
  top_logprobs: true,
  top_p: true,
  user: true,
  verbosity: true,
  web_search_options: true,
} as const satisfies Record<keyof ChatCompletionCreateParams, true>;

export const unknownField: Check = ({ body }) => {
  const unknown = Object.keys(body).filter((key) => !Object.hasOwn(fields, key));
  if (unknown.length === 0) return undefined;
  return invalid(`Unrecognized request argument${unknown.length > 1 ? "s" : ""} supplied: ${unknown.join(", ")}`);
};

export const missingField: Check = ({ body }) => {
  if (body["model"] === undefined) return invalid("you must provide a model parameter");
  if (body["messages"] !== undefined) return undefined;
  const param = "messages";
  return invalid(`Missing required parameter: '${param}'.`, { param, code: "missing_required_parameter" });
};
