import type { ParameterTable } from "../api.ts";
import { budgetOf, thinkingOf } from "./thinking.ts";

/** Body keys of Anthropic's Messages besides `model`, `messages` and `stream`, and OpenAI's that translate. */
const known: ReadonlySet<string> = new Set([
  "cache_control",
  "container",
  "context_management",
  "diagnostics",
  "inference_geo",
  "max_tokens",
  "mcp_servers",
  "metadata",
  "output_config",
  "parallel_tool_calls",
  "reasoning_effort",
  "response_format",
  "service_tier",
  "speed",
  "stop_sequences",
  "system",
  "temperature",
  "thinking",
  "tool_choice",
  "tools",
  "top_k",
  "top_p",
  "user",
  "web_search_options",
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
  defaults({ sentKeys, values = {}, traits = {} }) {
    if (sentKeys.has("max_tokens")) return [];
    const added = (value: number, note: string) => [
      { key: "max_tokens", value, source: "provider default", sent: true, note } as const,
    ];
    const budget = budgetOf(thinkingOf(values, traits));
    // A limit below what thinking may take is refused; LiteLLM adds the two.
    if (budget > 0) {
      const limit = Math.min(budget + defaultMaxTokens, traits.maxOutputTokens ?? Number.POSITIVE_INFINITY);
      return added(limit, "Anthropic demands a limit; LiteLLM's default and the room for thinking");
    }
    if (traits.maxOutputTokens) return added(traits.maxOutputTokens, "Anthropic demands a limit; the model's own");
    return added(defaultMaxTokens, "Anthropic demands a limit; LiteLLM's default");
  },
};
