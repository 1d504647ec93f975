import type { ParameterTable } from "../api.ts";

/** Body keys of OpenAI's chat completions besides `model`, `messages` and `stream` (openai-node 7.57). */
const known: ReadonlySet<string> = new Set([
  "audio",
  "frequency_penalty",
  "function_call",
  "functions",
  "logit_bias",
  "logprobs",
  "max_completion_tokens",
  "max_tokens",
  "metadata",
  "modalities",
  "moderation",
  "n",
  "parallel_tool_calls",
  "prediction",
  "presence_penalty",
  "prompt_cache_key",
  "prompt_cache_options",
  "prompt_cache_retention",
  "reasoning_effort",
  "response_format",
  "safety_identifier",
  "seed",
  "service_tier",
  "stop",
  "store",
  "stream_options",
  "temperature",
  "tool_choice",
  "tools",
  "top_logprobs",
  "top_p",
  "user",
  "verbosity",
  "web_search_options",
]);

export const chatParameters: ParameterTable = {
  known,
  renames: {},
  open: true,
  defaults({ stream }, { usageUnasked }) {
    if (!stream || usageUnasked) return [];
    const note = "asks for token counts at the end of the stream";
    return [{ key: "stream_options", value: { include_usage: true }, source: "preset", sent: true, note }];
  },
};
