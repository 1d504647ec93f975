import { AppFailure, appError } from "@shared/domain/error/app-failure.ts";
import type { AppError, ErrorCode } from "@shared/domain/error/error.ts";
import type { Outcome } from "@shared/domain/run/stream-event.ts";
import type { Redactor } from "../http/redact.ts";
import type { ProviderAdapter, ProviderPreset } from "../providers/provider.ts";

/** The names under which providers send the id their support asks for. */
const requestIdHeaders = ["x-request-id", "request-id", "anthropic-request-id", "apim-request-id", "x-ms-request-id"];
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
export function errorOfAttempt(thrown: unknown, preset: ProviderPreset, signal: AbortSignal): AppError {
  if (signal.aborted) return appError("cancelled");
  if (!(thrown instanceof AppFailure)) throw thrown;
  const { error } = thrown;
  if (error.code === "connection_refused" && preset.local) {
    return { ...error, advice: `Start ${preset.label}, or change its base URL in Settings.` };
  }
  return error;
}

/** What a provider that refused said: its own words, the status, the request id. The body is read to its end. */
export async function readRefusal(
  response: Response,
  adapter: ProviderAdapter,
  preset: ProviderPreset,
  redact: Redactor,
): Promise<AppError> {
  const { message, code, type } = adapter.parseError(await response.text());
  const kind = code ?? type;
  const words = redact(kind === undefined || message.includes(kind) ? message : `${message} (${kind})`);
  const requestId = requestIdHeaders.map((name) => response.headers.get(name)).find((id) => id !== null);
  const error = appError(codeOfStatus(response.status), { status: response.status });
  return {
    ...error,
    message: `${preset.label}: ${error.message.replace(/^The provider/, "the provider")} (${response.status})`,
    ...(words === "" ? {} : { detail: words.slice(0, longestDetail) }),
    ...(requestId ? { requestId: redact(requestId) } : {}),
  };
}

function codeOfStatus(status: number): ErrorCode {
  if (status === 401 || status === 403) return "provider_unauthorized";
  if (status === 429) return "provider_rate_limited";
  return status >= 500 || status === 408 ? "provider_unavailable" : "provider_rejected";
}
