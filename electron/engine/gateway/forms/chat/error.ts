import type { ClientFailure } from "../client-form.ts";

/** An error in OpenAI's shape, with LiteLLM's habit of repeating the status as `code` (`electron/engine/gateway/README.md#errors`). */
export function toErrorBody({ status, message, type, param }: ClientFailure) {
  return { error: { message, type: type ?? typeOfStatus(status), param, code: String(status) } };
}

/** The types OpenAI's own API uses. */
function typeOfStatus(status: number): string {
  if (status === 401) return "authentication_error";
  if (status === 403) return "permission_error";
  if (status === 404) return "not_found_error";
  if (status === 429) return "rate_limit_error";
  return status >= 500 ? "api_error" : "invalid_request_error";
}
