/** Where on the way from prompt to answer something failed; shown to the person who has to act. */
export type ErrorStage = "template" | "config" | "network" | "provider" | "stream" | "storage" | "request";

/** Every failure the product can name. `error-texts.ts` has a text and an HTTP status for each. */
export type ErrorCode =
  | "invalid_input"
  | "unknown_route"
  | "not_authorized"
  | "not_found"
  | "internal"
  | "node_too_old"
  | "prompt_not_found"
  | "prompt_invalid"
  | "template_invalid"
  | "placeholder_unresolved"
  | "image_invalid"
  | "langfuse_not_configured"
  | "langfuse_unauthorized"
  | "langfuse_forbidden"
  | "langfuse_conflict"
  | "langfuse_rate_limited"
  | "langfuse_unavailable"
  | "langfuse_timeout"
  | "langfuse_unreachable"
  | "langfuse_not_json"
  | "langfuse_path_decoded"
  | "local_folder_unusable"
  | "save_refused"
  | "model_missing"
  | "model_unknown"
  | "credential_missing"
  | "base_url_missing"
  | "base_url_invalid"
  | "secret_locked"
  | "secret_invalid"
  | "connection_refused"
  | "connection_lost"
  | "dns_failed"
  | "tls_failed"
  | "proxy_failed"
  | "redirect_refused"
  | "connect_timeout"
  | "first_byte_timeout"
  | "idle_timeout"
  | "limit_exceeded"
  | "provider_unauthorized"
  | "provider_rate_limited"
  | "provider_rejected"
  | "image_refused"
  | "provider_unavailable"
  | "provider_error"
  | "protocol_error"
  | "truncated"
  | "cancelled"
  | "port_taken"
  | "storage_failed";

/** One way out of an error, offered as a button. The renderer maps each to a command of its own. */
export type ErrorAction =
  | "retry"
  | "show_request"
  | "open_settings"
  | "connect_langfuse"
  | "add_provider"
  | "choose_model"
  | "choose_version"
  | "fill_variables"
  | "reload_prompt";

/**
 * A failure as data. Holds no secret and no stack: it crosses to the renderer and into exports.
 * `message` says in one line what failed; `advice` what to do; `detail` are the other side's own words, verbatim.
 */
export interface AppError {
  code: ErrorCode;
  stage: ErrorStage;
  message: string;
  advice?: string;
  detail?: string;
  status?: number;
  /** The id of the provider it is about, when that was known and the request was not planned to its end. */
  provider?: string;
  requestId?: string;
  /** Milliseconds until a retry makes sense, from `Retry-After`. */
  retryAfterMs?: number;
  actions: ErrorAction[];
}

/** Something worth telling that did not stop the work. */
export interface Warning {
  code: string;
  stage: ErrorStage;
  message: string;
  /** What it is about: a variable, a parameter or a config key. */
  subject?: string;
}

/** What every code means to a person and to an HTTP client. */
export interface ErrorText {
  /** One line; used when the place that failed has nothing more exact to say. */
  message: string;
  advice: string;
  stage: ErrorStage;
  status: number;
  actions: ErrorAction[];
}
