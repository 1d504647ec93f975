/*
 * Own parameters of providers, beside or instead of OpenAI's. What is marked with LiteLLM stands in its tables (1.108.7);
 * the other lists were written from knowledge of the providers' documentation in 2026 and not read off their pages: a
 * name that is missing here is left out with a warning, and passes inside `extra_body`.
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
  repetition_penalty session_id trace image_config
`);

/** Together's own. */
export const togetherParameters = names(`
  top_k min_p repetition_penalty safety_model echo context_length_exceeded_behavior chat_template_kwargs
  reasoning
`);

/** Perplexity's own. */
export const perplexityParameters = names(`
  search_domain_filter search_recency_filter search_mode search_after_date_filter search_before_date_filter
  last_updated_after_filter last_updated_before_filter return_images return_related_questions disable_search
  enable_search_classifier media_response language_preference top_k
`);

/** Fireworks' API reference, as LiteLLM 1.108.7 has it. */
export const fireworksParameters = names(`
  top_k min_p typical_p repetition_penalty mirostat_lr mirostat_target context_length_exceeded_behavior
  prompt_truncate_len prompt_cache_isolation_key ignore_eos echo echo_last raw_output perf_metrics_in_response
  return_token_ids safe_tokenization sampling_mask speculation
`);

/** vLLM's own. */
export const vllmParameters = names(`
  top_k min_p repetition_penalty length_penalty best_of use_beam_search stop_token_ids
  include_stop_str_in_output bad_words allowed_token_ids ignore_eos min_tokens skip_special_tokens
  spaces_between_special_tokens add_special_tokens add_generation_prompt continue_final_message echo
  truncate_prompt_tokens prompt_logprobs chat_template chat_template_kwargs documents mm_processor_kwargs
  structured_outputs guided_json guided_regex guided_choice guided_grammar logits_processors priority
`);

/** Of OpenAI's: Mistral's API reference; anything else is `extra_forbidden`. */
export const mistralTakes = names(`
  temperature top_p max_tokens max_completion_tokens stop seed response_format tools tool_choice
  parallel_tool_calls presence_penalty frequency_penalty n reasoning_effort
`);

/** Of OpenAI's: as LiteLLM 1.108.7 has it for Perplexity. */
export const perplexityTakes = names(`
  temperature top_p max_tokens max_completion_tokens presence_penalty frequency_penalty response_format
  reasoning_effort web_search_options
`);
