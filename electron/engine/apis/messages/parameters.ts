/** Body keys of Anthropic's Messages besides `model`, `messages`, `system` and `stream`, and OpenAI's that translate. */
export const anthropicParameters: ReadonlySet<string> = new Set([
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
export const anthropicRenames: Readonly<Record<string, string>> = {
  max_completion_tokens: "max_tokens",
  stop: "stop_sequences",
};

/** LiteLLM's `DEFAULT_ANTHROPIC_CHAT_MAX_TOKENS`. */
export const defaultMaxTokens = 4096;

/** The version LiteLLM speaks and whose answers we read; the SDK's own is newer and asks for bearer keys. */
export const anthropicVersion = "2023-06-01";
