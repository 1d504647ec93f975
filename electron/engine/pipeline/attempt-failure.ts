import { AppFailure, appError } from "@shared/domain/error/app-failure.ts";
import type { AppError, ErrorCode } from "@shared/domain/error/error.ts";
import type { Outcome } from "@shared/domain/run/stream-event.ts";
import type { Api } from "../apis/api.ts";
import { errorCodeOf } from "../apis/wire/error-code.ts";
import type { Redactor } from "../http/redact.ts";
import type { Provider } from "../providers/provider.ts";

const longestDetail = 4_000;

const kindsOfCodes: Partial<Record<ErrorCode, Exclude<Outcome["kind"], "completed" | "completed_unterminated">>> = {
  connect_timeout: "timeout",
  first_byte_timeout: "timeout",
  idle_timeout: "timeout",
  limit_exceeded: "limit_exceeded",
  cancelled: "cancelled",
  protocol_error: "protocol_error",
  redirect_refused: "protocol_error",
  connection_refused: "connection_lost",
  connection_lost: "connection_lost",
  dns_failed: "connection_lost",
  tls_failed: "connection_lost",
  provider_unauthorized: "provider_error",
  provider_rate_limited: "provider_error",
  provider_rejected: "provider_error",
  image_refused: "provider_error",
  provider_unavailable: "provider_error",
  provider_error: "provider_error",
  truncated: "truncated",
};

/** The outcome an error stands for; one that came before any socket, such as a locked key, is `not_sent`. */
export function outcomeOfError(error: AppError): Outcome {
  return { kind: kindsOfCodes[error.code] ?? "not_sent", error };
}

/**
 * The error of a failed attempt, as data.
 * @throws anything that is not an `AppFailure`: a fault of ours is not dressed up as the provider's.
 */
export function errorOfAttempt(
  thrown: unknown,
  provider: Pick<Provider, "label" | "local">,
  signal: AbortSignal,
): AppError {
  if (signal.aborted) return appError("cancelled");
  if (!(thrown instanceof AppFailure)) throw thrown;
  const { error } = thrown;
  if (error.code === "connection_refused" && provider.local) {
    return { ...error, advice: `Start ${provider.label}, or change its base URL in Settings.` };
  }
  return error;
}

/** The answer of a request that was refused, read to its end. */
export interface RefusedResponse {
  status: number;
  headers: Headers;
  body: string;
}

/** What a provider that refused said, in a run and a gateway call alike: its own words, the status, the request id. */
export function errorOfRefusal(
  refused: RefusedResponse,
  { api, provider, redact, now }: { api: Api; provider: Pick<Provider, "label">; redact: Redactor; now: number },
): AppError {
  const { status } = refused;
  const { message, code, type, requestId, retryAfterMs } = api.readError({ ...refused, now });
  const kind = code ?? type;
  const words = redact(kind === undefined || message.includes(kind) ? message : `${message} (${kind})`);
  const error = appError(errorCodeOf(status), { status });
  return {
    ...error,
    message: `${provider.label}: ${error.message.replace(/^The provider/, "the provider")} (${status})`,
    ...(words === "" ? {} : { detail: words.slice(0, longestDetail) }),
    ...(requestId ? { requestId: redact(requestId) } : {}),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}
