import { litellmVersion } from "../routing/litellm-providers.ts";
import { namesIn } from "../routing/names-in.ts";
import { litellmEntryKeys } from "./names/entry-keys.ts";
import {
  litellmGeneralSettings,
  litellmModuleSettings,
  litellmRouterSettings,
  litellmSections,
} from "./names/settings.ts";

/**
 * The keys of one mapping of LiteLLM's `config.yaml` (`README.md#keys`). `applied` are acted on here, `known` are valid
 * for LiteLLM and kept, but do nothing in Promptscope.
 */
export interface KeySet {
  applied: readonly string[];
  known: ReadonlySet<string>;
  /** LiteLLM takes any name there. */
  open?: boolean;
  /** Misspelt, these would leave the gateway open without a word: that is an error, not a warning. */
  vital?: readonly string[];
  /** What to say of a known key beyond that it does nothing. */
  notes?: Record<string, { message: string; fix: string }>;
}

export const topLevelKeys: KeySet = {
  applied: [
    "model_list",
    "litellm_settings",
    "router_settings",
    "general_settings",
    "environment_variables",
    "credential_list",
    "include",
    // Has words of its own for each of its entries.
    "prompts",
  ],
  known: litellmSections,
  vital: ["general_settings"],
};

export const entryKeys: KeySet = { applied: ["model_name", "litellm_params", "model_info"], known: new Set() };

/** Keys of `litellm_params` that are acted on here and are no parameters of the request. */
export const appliedEntryKeys: readonly string[] = [
  "model",
  "custom_llm_provider",
  "litellm_credential_name",
  "api_key",
  "api_base",
  "base_url",
  "api_version",
  "organization",
  "extra_headers",
  "rpm",
  "tpm",
  "weight",
  "order",
  "timeout",
  "stream_timeout",
  "num_retries",
  "max_retries",
  "drop_params",
  "additional_drop_params",
  "mock_response",
  "prompt_id",
  "prompt_variables",
  "prompt_label",
  "prompt_version",
  "ignore_prompt_manager_model",
  "ignore_prompt_manager_optional_params",
  "client_messages",
  "langfuse_public_key",
  "langfuse_secret",
  "langfuse_secret_key",
  "langfuse_host",
];

/** Request parameters that commonly stand in `litellm_params`; others are sent too, with a warning. */
export const commonRequestParameters: ReadonlySet<string> = namesIn(`
  temperature top_p max_tokens max_completion_tokens stop seed n presence_penalty frequency_penalty logit_bias logprobs
  top_logprobs response_format tools tool_choice parallel_tool_calls user reasoning_effort service_tier store extra_body
  stream_options thinking top_k verbosity modalities audio prediction web_search_options prompt_cache_key
  prompt_cache_retention safety_identifier functions function_call cache_control_injection_points
  allowed_openai_params
`);

/** What a key of an entry may have been meant to be. */
export const entryKeyNames: readonly string[] = [...appliedEntryKeys, ...commonRequestParameters, ...litellmEntryKeys];

export const generalSettingsKeys: KeySet = {
  applied: ["master_key", "allow_client_side_credentials", "forward_client_headers_to_llm_api", "max_request_size_mb"],
  known: litellmGeneralSettings,
  vital: ["master_key"],
};

export const litellmSettingsKeys: KeySet = {
  applied: [
    "num_retries",
    "request_timeout",
    "drop_params",
    "set_verbose",
    "json_logs",
    "global_prompt_directory",
    "fallbacks",
    "default_fallbacks",
    "context_window_fallbacks",
    "content_policy_fallbacks",
  ],
  known: litellmModuleSettings,
  open: true,
};

export const routerSettingsKeys: KeySet = {
  applied: [
    "routing_strategy",
    "model_group_alias",
    "num_retries",
    "timeout",
    "stream_timeout",
    "cooldown_time",
    "fallbacks",
    "default_fallbacks",
    "context_window_fallbacks",
    "content_policy_fallbacks",
    "default_litellm_params",
  ],
  known: litellmRouterSettings,
};

/** What is to be said of a key that none of the tables has. */
export function unknownKeyText(key: string, keys: KeySet): string {
  if (keys.open) return `${key} is not known to Promptscope; LiteLLM takes any name here, what it does with it or not.`;
  return `${key} is not known to LiteLLM ${litellmVersion}.`;
}

/** The key that was probably meant, or undefined. Looks for a few wrong letters, more in a long key. */
export function nearestKey(key: string, candidates: readonly string[]): string | undefined {
  const [best] = candidates
    .map((candidate) => ({ candidate, distance: editDistance(key.toLowerCase(), candidate) }))
    .filter(({ candidate, distance }) => distance <= (candidate.length < 6 ? 1 : candidate.length < 9 ? 2 : 3))
    .toSorted((a, b) => a.distance - b.distance);
  return best?.candidate;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substitution));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
