/*
 * The public types of the package, in OpenAI's words. This file is published as it is (`types.d.ts`), so it holds
 * nothing but types and imports nothing.
 */

/** A message in OpenAI's chat form; other keys are kept and sent. */
export interface ChatMessage {
  role: string;
  content?: string | ContentPart[] | null;
  name?: string;
  tool_calls?: (ToolCall | CustomToolCall)[];
  tool_call_id?: string;
  [key: string]: unknown;
}

/** A part of a message, e.g. `{ type: "text", text }` or `{ type: "image_url", image_url: { url } }`. */
export interface ContentPart {
  type: string;
  [key: string]: unknown;
}

export interface ToolCall {
  id: string;
  type: "function";
  /** `arguments` is JSON as text, as the model wrote it. */
  function: { name: string; arguments: string };
}

/** Of a tool that takes text. */
export interface CustomToolCall {
  id: string;
  type: "custom";
  custom: { name: string; input: string };
}

/** OpenAI's parameters. What a prompt's `config` in Langfuse says wins over these. */
export interface ModelParameters {
  audio?: object | null | undefined;
  frequency_penalty?: number | null | undefined;
  function_call?: string | object | null | undefined;
  functions?: object[] | null | undefined;
  logit_bias?: Record<string, number> | null | undefined;
  logprobs?: boolean | null | undefined;
  max_completion_tokens?: number | null | undefined;
  max_tokens?: number | null | undefined;
  metadata?: Record<string, unknown> | null | undefined;
  modalities?: string[] | null | undefined;
  moderation?: object | null | undefined;
  n?: number | null | undefined;
  parallel_tool_calls?: boolean | null | undefined;
  prediction?: object | null | undefined;
  presence_penalty?: number | null | undefined;
  prompt_cache_key?: string | null | undefined;
  prompt_cache_options?: object | null | undefined;
  prompt_cache_retention?: string | null | undefined;
  reasoning_effort?: string | null | undefined;
  response_format?: object | null | undefined;
  safety_identifier?: string | null | undefined;
  seed?: number | null | undefined;
  service_tier?: string | null | undefined;
  stop?: string | string[] | null | undefined;
  store?: boolean | null | undefined;
  /** `include_usage: true` adds OpenAI's last chunk with the token counts. */
  stream_options?: { include_usage?: boolean | undefined } | null | undefined;
  temperature?: number | null | undefined;
  /** Anthropic's. */
  thinking?: object | null | undefined;
  tool_choice?: string | object | null | undefined;
  tools?: object[] | null | undefined;
  /** Anthropic's. */
  top_k?: number | null | undefined;
  top_logprobs?: number | null | undefined;
  top_p?: number | null | undefined;
  user?: string | null | undefined;
  verbosity?: string | null | undefined;
  web_search_options?: object | null | undefined;
}

export interface CompletionOptions extends ModelParameters {
  /**
   * A model as LiteLLM writes it: `gpt-6-luna`, `anthropic/claude-sonnet-5-5`, `azure/my-deployment`, `ollama/llama3`.
   * With `langfuse/` in front, `prompt_id` counts, and a `model` in the prompt's config wins over this one.
   */
  model: string;
  /** Ignored while a prompt is used, unless `client_messages` is `append`. */
  messages?: ChatMessage[] | null | undefined;
  /** True: the promise gives an async iterable of chunks. */
  stream?: boolean | null | undefined;

  /** The name of a prompt. Counts only with a `langfuse/`, `local/` or `dotprompt/` model. */
  prompt_id?: string | null | undefined;
  /** JSON values; text is inserted as it is, everything else as Python's `str()` writes it. */
  prompt_variables?: Record<string, unknown> | null | undefined;
  /** Wins over `prompt_label`. With neither, the label `production` is meant. */
  prompt_version?: number | string | null | undefined;
  /** The folder that the prompts of `local/` and `dotprompt/` models lie in. */
  global_prompt_directory?: string | null | undefined;
  prompt_label?: string | null | undefined;
  /**
   * `replace` (the default): the prompt is all that is sent. `append`: `messages` follow it and a text prompt becomes
   * the system message, as in LiteLLM from 1.57.7 on.
   */
  client_messages?: "replace" | "append" | null | undefined;

  /** Each credential may also be `os.environ/NAME`. What is not given comes from LiteLLM's environment variables. */
  api_key?: string | null | undefined;
  api_base?: string | null | undefined;
  /** Another name of `api_base`, which counts where both are given. */
  base_url?: string | null | undefined;
  /** Azure's. */
  api_version?: string | null | undefined;
  /** Azure's, in place of a key. */
  azure_ad_token?: string | null | undefined;
  /** OpenAI's. */
  organization?: string | null | undefined;
  /** Headers of the request besides its own, e.g. `{ "anthropic-beta": "…" }`. */
  extra_headers?: Record<string, string> | null | undefined;
  /** The same; of a name in both, `extra_headers` counts. */
  headers?: Record<string, string> | null | undefined;
  /** The provider, in place of a prefix of the model. */
  custom_llm_provider?: string | null | undefined;
  langfuse_public_key?: string | null | undefined;
  /** Wins over `langfuse_secret_key`. */
  langfuse_secret?: string | null | undefined;
  langfuse_secret_key?: string | null | undefined;
  /** Needs both keys beside it: keys of the environment are never sent to a host of a call. */
  langfuse_host?: string | null | undefined;

  /** Accepted for LiteLLM's sake: what a provider does not take is always left out and warned of. */
  drop_params?: boolean | null | undefined;
  /** Keys of the request's body that are sent as they are and win over all others. */
  extra_body?: Record<string, unknown> | null | undefined;
  /** Stops the call and closes its connection. */
  signal?: AbortSignal | null | undefined;
  /** Prints each request as a curl command to stderr, its key masked. */
  set_verbose?: boolean | null | undefined;
  /** Is told everything worth knowing that did not stop the call; without it, it is said once on stderr. */
  onWarning?: ((warning: CompletionWarning) => void) | null | undefined;
}

export interface CompletionWarning {
  code: string;
  message: string;
  /** What it is about: a variable, a parameter or a config key. */
  subject?: string;
}

/** OpenAI's chat completion. Servers that speak OpenAI's language keep fields of their own. */
export interface ChatCompletion {
  id: string;
  object: "chat.completion";
  /** Unix seconds. */
  created: number;
  model: string;
  choices: CompletionChoice[];
  /** Absent when the provider did not count. */
  usage?: CompletionUsage;
  system_fingerprint?: string | null;
  service_tier?: string | null;
  [key: string]: unknown;
}

export interface CompletionChoice {
  index: number;
  message: AssistantMessage;
  finish_reason: string;
  logprobs?: object | null;
}

export interface AssistantMessage {
  role: "assistant";
  content: string | null;
  refusal?: string | null;
  tool_calls?: (ToolCall | CustomToolCall)[];
  /** The thoughts of models that show them. */
  reasoning_content?: string;
  /** Signed thoughts in LiteLLM's form: Claude wants them back before the results of its tools. */
  thinking_blocks?: (
    | { type: "thinking"; thinking: string; signature: string }
    | { type: "redacted_thinking"; data: string }
  )[];
  [key: string]: unknown;
}

export interface CompletionUsage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  prompt_tokens_details?: { cached_tokens?: number; [key: string]: unknown };
  completion_tokens_details?: { reasoning_tokens?: number; [key: string]: unknown };
  [key: string]: unknown;
}

/** One piece of a streamed completion. */
export interface ChatCompletionChunk {
  id: string;
  object: "chat.completion.chunk";
  /** Unix seconds. */
  created: number;
  model: string;
  /** Empty only in the last chunk with the usage, which has to be asked for. */
  choices: ChunkChoice[];
  usage?: CompletionUsage | null;
  system_fingerprint?: string | null;
  [key: string]: unknown;
}

export interface ChunkChoice {
  index: number;
  delta: ChunkDelta;
  finish_reason: string | null;
  logprobs?: object | null;
}

export interface ChunkDelta {
  role?: string;
  content?: string | null;
  refusal?: string | null;
  tool_calls?: ToolCallDelta[];
  reasoning_content?: string;
  /** Signed thoughts in LiteLLM's form: Claude wants them back before the results of its tools. */
  thinking_blocks?: (
    | { type: "thinking"; thinking: string; signature: string }
    | { type: "redacted_thinking"; data: string }
  )[];
  [key: string]: unknown;
}

/** Deltas of one `index` belong together; their `arguments` are joined, or the `input` of a tool that takes free text. */
export interface ToolCallDelta {
  index: number;
  id?: string;
  type?: "function" | "custom";
  function?: { name?: string; arguments?: string };
  custom?: { name?: string; input?: string };
}

/** The chunks of one answer, to be read once. Leaving the loop early closes the connection. */
export interface CompletionStream extends AsyncIterable<ChatCompletionChunk> {
  /** Aborting it closes the connection, also before the first chunk is read. */
  controller: AbortController;
}

/** What a call for vectors has in common with one for an answer. */
type EmbeddingCallOptions = Pick<
  CompletionOptions,
  | "user"
  | "api_key"
  | "api_base"
  | "base_url"
  | "api_version"
  | "azure_ad_token"
  | "organization"
  | "extra_headers"
  | "headers"
  | "custom_llm_provider"
  | "drop_params"
  | "extra_body"
  | "signal"
  | "set_verbose"
  | "onWarning"
>;

export interface EmbeddingOptions extends EmbeddingCallOptions {
  /** A model as LiteLLM writes it: `text-embedding-3-small`, `azure/my-deployment`, `ollama/nomic-embed-text`. */
  model: string;
  /** One text or several. */
  input: string | string[];
  dimensions?: number | null | undefined;
  encoding_format?: "float" | "base64" | null | undefined;
}

/** OpenAI's answer to a call for embeddings, in the order of `input`. */
export interface EmbeddingResponse {
  object: "list";
  model: string;
  /** `embedding` is base64 of 32-bit floats, little-endian, where `encoding_format` asks for it. */
  data: { object: "embedding"; index: number; embedding: number[] | string }[];
  /** Absent when the provider did not count. */
  usage?: { prompt_tokens: number; total_tokens: number; [key: string]: unknown };
  [key: string]: unknown;
}

/** The vectors of texts. Rejects with `PromptscopeError`. */
export type Embedding = (options: EmbeddingOptions) => Promise<EmbeddingResponse>;

/** What a failed call says of itself. */
export interface CompletionFailure {
  /** The HTTP status the provider answered with, or the one that fits: 400, 401, 404, 499 for a stop, 502, 504 … */
  status: number;
  /** A name for programs, e.g. `prompt_not_found`, `provider_rate_limited`, `truncated`. */
  code: string;
  /** Where it failed. */
  stage: "template" | "config" | "network" | "provider" | "stream" | "storage" | "request";
  /** E.g. `openai`; undefined when it failed before the provider was known. */
  provider: string | undefined;
  /** The id the provider's support asks for. */
  requestId: string | undefined;
  /** The other side's own words. */
  detail: string | undefined;
  /** What can be done about it. */
  advice: string | undefined;
  /** Milliseconds until another try makes sense, when the provider says so. */
  retryAfterMs: number | undefined;
  /**
   * What the provider's answer says of limits, waits and its request, names in small letters: `x-ratelimit-…`,
   * `anthropic-ratelimit-…`, `retry-after`, `x-request-id`. Empty when no answer came.
   */
  headers: Readonly<Record<string, string>>;
}

/**
 * Fills a prompt of Langfuse, calls the model and answers in OpenAI's form, whatever the provider.
 * Rejects with `PromptscopeError`; a stream that breaks off throws it in the middle of the loop.
 */
export interface Completion {
  (options: CompletionOptions & { stream: true }): Promise<CompletionStream>;
  (options: CompletionOptions & { stream?: false | null | undefined }): Promise<ChatCompletion>;
  (options: CompletionOptions): Promise<ChatCompletion | CompletionStream>;
}
