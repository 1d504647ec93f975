import type { ParameterTable } from "../api.ts";

/** Body keys of Anthropic's Messages besides `model`, `messages`, `system` and `stream`, and OpenAI's that translate. */
const known: ReadonlySet<string> = new Set([
  "max_tokens",
  "metadata",
  "output_config",
  "parallel_tool_calls",
  "response_format",
  "service_tier",
  "stop_sequences",
  "temperature",
  "thinking",
  "tool_choice",
  "tools",
  "top_k",
  "top_p",
  "user",
]);

/** OpenAI's name → Anthropic's. The shapes of the values are translated where the body is built. */
const renames: Readonly<Record<string, string>> = {
  max_completion_tokens: "max_tokens",
  stop: "stop_sequences",
};

/** LiteLLM's `DEFAULT_ANTHROPIC_CHAT_MAX_TOKENS`. */
const defaultMaxTokens = 4096;

/** The version LiteLLM speaks and whose answers we read; Anthropic's own SDK names a newer one and asks for bearer keys. */
export const anthropicVersion = "2023-06-01";

export const messagesParameters: ParameterTable = {
  known,
  renames,
  // It refuses every key it does not know.
  open: false,
  defaults({ sentKeys }) {
    if (sentKeys.has("max_tokens")) return [];
    const note = "Anthropic demands a limit; LiteLLM's default";
    return [{ key: "max_tokens", value: defaultMaxTokens, source: "provider default", sent: true, note }];
  },
};
