/*
 * Own parameters of providers, beside or instead of OpenAI's (`README.md#own-parameters` says where each list comes from).
 * A name that is missing here is left out with a warning, and passes inside `extra_body`.
 */

/** The names in a text, one list a provider. */
function names(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/** Groq's own. */
export const groqParameters = names(`
  reasoning_format include_reasoning search_settings compound_custom documents citation_options
  disable_tool_validation include_domains exclude_domains
`);

/** OpenRouter's own. */
export const openRouterParameters = names(`
  provider transforms models route plugins reasoning include_reasoning usage top_k top_a min_p
  repetition_penalty session_id trace image_config debug stop_server_tools_when
`);

/** Together's own. */
export const togetherParameters = names(`
  top_k min_p repetition_penalty safety_model echo context_length_exceeded_behavior chat_template_kwargs
  reasoning compliance
`);

/** Perplexity's own. */
export const perplexityParameters = names(`
  search_domain_filter search_recency_filter search_mode search_after_date_filter search_before_date_filter
  last_updated_after_filter last_updated_before_filter updated_after_timestamp updated_before_timestamp
  search_language_filter search_internal_properties num_search_results safe_search country latitude longitude
  return_images image_domain_filter image_format_filter num_images return_related_questions disable_search
  enable_search_classifier media_response language_preference response_metadata stream_mode use_threads thread_id
  file_workspace_id top_k
`);

/** Fireworks' own. */
export const fireworksParameters = names(`
  top_k min_p typical_p repetition_penalty mirostat_lr mirostat_target context_length_exceeded_behavior
  prompt_truncate_len prompt_cache_isolation_key ignore_eos echo echo_last raw_output perf_metrics_in_response
  return_token_ids safe_tokenization sampling_mask speculation
`);

/** vLLM's own; the last two lines are of older versions. */
export const vllmParameters = names(`
  top_k min_p repetition_penalty length_penalty use_beam_search watermarking stop_token_ids
  include_stop_str_in_output bad_words allowed_token_ids ignore_eos min_tokens skip_special_tokens
  spaces_between_special_tokens add_special_tokens add_generation_prompt continue_final_message echo
  truncate_prompt_tokens truncation_side prompt_logprobs logprob_token_ids chat_template chat_template_kwargs
  documents media_io_kwargs mm_processor_kwargs structured_outputs priority request_id session_id
  include_reasoning thinking_token_budget return_tokens_as_token_ids return_token_ids return_prompt_text
  cache_salt kv_transfer_params ec_transfer_params vllm_xargs repetition_detection stream_interval
  routed_experts_prompt_start
  best_of guided_json guided_regex guided_choice guided_grammar logits_processors
`);

/** Mistral's own. */
export const mistralParameters = names(`
  safe_prompt prompt_mode top_k min_tokens repetition_penalty prompt_logprobs top_prompt_logprobs guardrails
`);

/** Of OpenAI's: what Mistral takes; anything else is `extra_forbidden`. */
export const mistralTakes = names(`
  temperature top_p max_tokens max_completion_tokens stop seed response_format tools tool_choice
  parallel_tool_calls presence_penalty frequency_penalty n reasoning_effort
`);

/** Of OpenAI's: what Perplexity takes. */
export const perplexityTakes = names(`
  temperature top_p max_tokens max_completion_tokens presence_penalty frequency_penalty response_format
  reasoning_effort web_search_options
`);
