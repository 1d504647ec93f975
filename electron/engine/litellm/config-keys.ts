/**
 * The keys of LiteLLM's `config.yaml` (`README.md#keys`). `applied` are acted on here, `known` are valid for LiteLLM
 * and kept, but do nothing in Promptscope.
 */
export interface KeySet {
  applied: readonly string[];
  known: readonly string[];
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
    "include",
  ],
  known: [
    "prompts",
    "callback_settings",
    "guardrails",
    "mcp_servers",
    "mcp_tools",
    "vector_store_registry",
    "finetune_settings",
    "files_settings",
    "assistant_settings",
    "credential_list",
    "search_tools",
    "agent_list",
    "default_team_settings",
  ],
  vital: ["general_settings"],
  // LiteLLM itself does not load them: `README.md#the-key-prompts`.
  notes: {
    prompts: {
      message: "prompts does nothing in Promptscope, and in LiteLLM its prompt_integration: langfuse does not load.",
      fix: "For a prompt of Langfuse add an entry to model_list with model: langfuse/gpt-4o and prompt_id.",
    },
  },
};

export const entryKeys: KeySet = { applied: ["model_name", "litellm_params", "model_info"], known: [] };

/** Keys of `litellm_params` that are no parameters of the request. */
export const entryParameterKeys: KeySet = {
  applied: [
    "model",
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
    "num_retries",
    "max_retries",
    "prompt_id",
    "prompt_variables",
    "prompt_label",
    "prompt_version",
  ],
  known: [
    "stream_timeout",
    "region_name",
    "max_budget",
    "budget_duration",
    "custom_llm_provider",
    "input_cost_per_token",
    "output_cost_per_token",
    "mock_response",
    "drop_params",
    "additional_drop_params",
    "cache_control_injection_points",
    "max_parallel_requests",
    "use_in_pass_through",
    "merge_reasoning_content_in_choices",
    "litellm_credential_name",
    "tags",
    "langfuse_public_key",
    "langfuse_secret",
    "langfuse_secret_key",
    "langfuse_host",
    "aws_access_key_id",
    "aws_secret_access_key",
    "aws_region_name",
    "vertex_project",
    "vertex_location",
    "vertex_credentials",
    "azure_ad_token",
    "tenant_id",
    "client_id",
    "client_secret",
    "dotprompt_config",
    "bitbucket_config",
    "configurable_clientside_auth_params",
  ],
};

/** Request parameters that commonly stand in `litellm_params`; others are sent too, with a warning. */
export const commonRequestParameters: readonly string[] = [
  "temperature",
  "top_p",
  "max_tokens",
  "max_completion_tokens",
  "stop",
  "seed",
  "n",
  "presence_penalty",
  "frequency_penalty",
  "logit_bias",
  "logprobs",
  "top_logprobs",
  "response_format",
  "tools",
  "tool_choice",
  "parallel_tool_calls",
  "user",
  "reasoning_effort",
  "service_tier",
  "metadata",
  "store",
  "extra_body",
  "stream_options",
  "thinking",
  "top_k",
  "verbosity",
  "modalities",
  "audio",
  "prediction",
];

export const generalSettingsKeys: KeySet = {
  applied: ["master_key", "allow_client_side_credentials"],
  known: [
    "database_url",
    "database_connection_pool_limit",
    "alerting",
    "alerting_threshold",
    "store_model_in_db",
    "disable_spend_logs",
    "max_parallel_requests",
    "global_max_parallel_requests",
    "background_health_checks",
    "health_check_interval",
    "infer_model_from_keys",
    "key_management_system",
    "custom_auth",
    "pass_through_endpoints",
    "proxy_batch_write_at",
    "ui_access_mode",
    "max_request_size_mb",
    "max_response_size_mb",
    "forward_client_headers_to_llm_api",
    "enforce_user_param",
    "allowed_ips",
    "allowed_routes",
    "completion_model",
  ],
  vital: ["master_key"],
};

export const litellmSettingsKeys: KeySet = {
  applied: ["num_retries", "request_timeout", "drop_params", "set_verbose", "fallbacks", "default_fallbacks"],
  known: [
    "context_window_fallbacks",
    "content_policy_fallbacks",
    "allowed_fails",
    "success_callback",
    "failure_callback",
    "callbacks",
    "service_callback",
    "cache",
    "cache_params",
    "json_logs",
    "turn_off_message_logging",
    "redact_user_api_key_info",
    "langfuse_default_tags",
    "log_raw_request_response",
    "modify_params",
    "telemetry",
    "ssl_verify",
    "force_ipv4",
    "max_budget",
    "budget_duration",
    "default_internal_user_params",
    "default_team_settings",
    "upperbound_key_generate_params",
    "enable_preview_features",
    "suppress_debug_info",
    "global_prompt_directory",
    "forward_traceparent_to_llm_provider",
    "public_model_groups",
  ],
};

export const routerSettingsKeys: KeySet = {
  applied: [
    "routing_strategy",
    "model_group_alias",
    "num_retries",
    "timeout",
    "cooldown_time",
    "fallbacks",
    "default_fallbacks",
  ],
  known: [
    "redis_host",
    "redis_port",
    "redis_password",
    "redis_url",
    "enable_pre_call_checks",
    "optional_pre_call_checks",
    "context_window_fallbacks",
    "content_policy_fallbacks",
    "allowed_fails",
    "allowed_fails_policy",
    "retry_policy",
    "retry_after",
    "disable_cooldowns",
    "enable_tag_filtering",
    "routing_strategy_args",
    "max_fallbacks",
    "stream_timeout",
    "debug_level",
    "set_verbose",
    "enforce_model_rate_limits",
  ],
};

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
