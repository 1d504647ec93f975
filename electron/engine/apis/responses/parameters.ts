import type { ParameterTable } from "../api.ts";

/** Body keys of the Responses API besides `model`, `input` and `stream` (openai-node 7.57), and chat completions' that translate. */
const known: ReadonlySet<string> = new Set([
  "access_programs",
  "background",
  "context_management",
  "conversation",
  "function_call",
  "functions",
  "image",
  "include",
  "instructions",
  "logprobs",
  "max_output_tokens",
  "max_tool_calls",
  "metadata",
  "moderation",
  "parallel_tool_calls",
  "previous_response_id",
  "prompt",
  "prompt_cache_key",
  "prompt_cache_options",
  "prompt_cache_retention",
  "reasoning",
  "reasoning_effort",
  "response_format",
  "safety_identifier",
  "service_tier",
  "store",
  "stream_options",
  "temperature",
  "text",
  "tool_choice",
  "tools",
  "top_logprobs",
  "top_p",
  "truncation",
  "user",
  "verbosity",
  "web_search_options",
]);

/** Chat completions' name → this API's. The shapes of the values are translated where the body is built. */
const renames: Readonly<Record<string, string>> = {
  max_completion_tokens: "max_output_tokens",
  max_tokens: "max_output_tokens",
};

/** Set by whoever wants the answer kept; without it a conversation could not go on. */
const keeping = ["store", "background", "previous_response_id", "conversation"];

/** What reasoning comes with when nothing is kept: without it the next turn cannot have it back. */
const encryptedReasoning = "reasoning.encrypted_content";

export const responsesParameters: ParameterTable = {
  known,
  renames,
  // It refuses every key it does not know.
  open: false,
  defaults({ sentKeys, traits = {} }) {
    if (keeping.some((key) => sentKeys.has(key))) return [];
    const note = "nothing is kept at the provider, as with chat completions";
    const added = [{ key: "store", value: false, source: "preset", sent: true, note } as const];
    // Models that do not reason refuse it.
    if (!traits.takesDeveloper || sentKeys.has("include")) return added;
    const why = "the next turn gives the reasoning back";
    return [...added, { key: "include", value: [encryptedReasoning], source: "preset", sent: true, note: why }];
  },
};
