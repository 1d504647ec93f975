/**
 * Which rule decided the model: the user's override, Langfuse `config.model`, the model the call named, an alias of the
 * gateway's config, or its fallback for a group that failed.
 */
export type ModelSource = "override" | "prompt config" | "call" | "gateway alias" | "gateway fallback";

/** The outcome of routing a model string. `model` is what goes into the request, `provider` who gets it. */
export interface ModelRoute {
  provider: string;
  providerLabel: string;
  model: string;
  /** The string the decision started from, before prefixes were taken off. */
  requested: string;
  source: ModelSource;
  /** The rule of `get_llm_provider` that matched, in words: "prefix openai/", "known OpenAI model". */
  rule: string;
  /** The model whose rules hold, where the string said it and the deployment's own name does not (`azure/o_series/…`). */
  rulesOf?: string;
}

/** A model a person can pick, with where it is known from. */
export interface ModelChoice {
  /** The string to put into a request, with its provider prefix. */
  id: string;
  label: string;
  provider: string;
  origin: "server" | "known" | "demo";
  /** What is known of it in one short line (`describeModel`); absent where nothing is. */
  about?: string;
}

export interface ModelGroup {
  provider: string;
  label: string;
  /** `ready` has what a call needs; `needs_key` does not; `unreachable` was asked for its models and did not answer. */
  state: "ready" | "needs_key" | "unreachable";
  detail?: string;
  models: ModelChoice[];
}
