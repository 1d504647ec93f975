import type { JsonObject } from "@shared/domain/json/json.ts";
import { objectAt } from "@shared/domain/json/read-json.ts";
import type { ClientFailure } from "../client-form.ts";

/** An error in OpenAI's shape, with LiteLLM's habit of repeating the status as `code` (`electron/engine/gateway/README.md#errors`). */
export function toErrorBody({ status, message, type, param }: ClientFailure) {
  return { error: { message, type: type ?? typeOfStatus(status), param, code: String(status) } };
}

/** Whether a body is an error in OpenAI's shape, as its clients read it. */
export function isErrorBody(body: JsonObject): boolean {
  return typeof objectAt(body, "error")?.["message"] === "string";
}

/** The types OpenAI's own API uses. */
function typeOfStatus(status: number): string {
  if (status === 401) return "authentication_error";
  if (status === 403) return "permission_error";
  if (status === 404) return "not_found_error";
  if (status === 429) return "rate_limit_error";
  return status >= 500 ? "api_error" : "invalid_request_error";
}
