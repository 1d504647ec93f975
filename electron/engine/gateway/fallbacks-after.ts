import type { GatewayConfig } from "../litellm/config-model.ts";
import type { Fallbacks } from "../litellm/read-fallbacks.ts";

/** Words of servers about a conversation that is too long (LiteLLM 1.108.7, `is_error_str_context_window_exceeded`). */
const tooLong: readonly RegExp[] = [
  /context_length_exceeded/,
  /exceed context limit/,
  /this model's maximum context length is/,
  /string too long\. expected a string with maximum length/,
  /model's maximum context limit/,
  /is longer than the model's context length/,
  /input tokens exceed the configured limit/,
  /`inputs` tokens \+ `max_new_tokens` must be/,
  /exceeds the available context size/,
  /exceeds the maximum number of tokens allowed/,
  /prompt is too long/,
  /current length is.{0,200}while limit is/,
  /maximum input length is.{0,200}tokens/,
  /input too long:.{0,200}input tokens, limit is/,
];

const refusedContent: readonly RegExp[] = [
  /content_policy_violation/,
  /responsibleaipolicyviolation/,
  /content_filter/,
  /content management policy/,
];

/**
 * Which fallbacks count after a refusal with this body: those for its kind where the config has some for the group,
 * else those for any failure.
 */
export function fallbacksAfter(body: string | undefined, names: readonly string[], config: GatewayConfig): Fallbacks {
  const words = (body ?? "").toLowerCase();
  const has = (kind: Fallbacks) => [...names, "*"].some((name) => Object.hasOwn(kind, name));
  const { contextWindowFallbacks, contentPolicyFallbacks, fallbacks } = config;
  if (has(contextWindowFallbacks) && tooLong.some((pattern) => pattern.test(words))) return contextWindowFallbacks;
  if (has(contentPolicyFallbacks) && refusedContent.some((pattern) => pattern.test(words))) {
    return contentPolicyFallbacks;
  }
  return fallbacks;
}
