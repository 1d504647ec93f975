import type { AppError } from "@shared/domain/error/error.ts";
import { errorTexts } from "@shared/domain/error/error-texts.ts";
import { type HeadlessWords, headlessAdvice } from "@shared/domain/error/headless-advice.ts";

/** An error in OpenAI's shape, with LiteLLM's habit of repeating the status as `code` (`README.md#errors`). */
export interface OpenAiErrorBody {
  error: { message: string; type: string | null; param: string | null; code: string };
}

/** A call that is refused before anything was resolved. */
export class GatewayFailure extends Error {
  override readonly name = "GatewayFailure";
  readonly status: number;
  readonly type: string;
  readonly param: string | null;

  constructor(status: number, message: string, given: { type?: string; param?: string } = {}) {
    super(message);
    this.status = status;
    this.type = given.type ?? typeOfStatus(status);
    this.param = given.param ?? null;
  }
}

export function failureBody(failure: GatewayFailure): OpenAiErrorBody {
  const { message, type, param, status } = failure;
  return { error: { message, type, param, code: String(status) } };
}

const words: HeadlessWords = {
  advice: {
    langfuse_not_configured:
      "Set LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY for the gateway, in the environment or under environment_variables.",
  },
  keys: "as api_key in the gateway's config",
  addresses: "as api_base in the gateway's config",
};

/** What is to be done about an error, in words of a gateway. */
export function gatewayAdvice(error: AppError): string | undefined {
  return headlessAdvice(error, words);
}

/** What a client is told of an engine error; the other side's own words are part of the message. */
export function appErrorBody(error: AppError): { status: number; body: OpenAiErrorBody } {
  // A provider's redirect is an error here; its status must not tell the client to follow it.
  const status = error.status !== undefined && error.status >= 400 ? error.status : errorTexts[error.code].status;
  const parts = [error.message, error.detail, gatewayAdvice(error)].filter((part) => part !== undefined && part !== "");
  return {
    status,
    body: { error: { message: parts.join(" "), type: typeOfStatus(status), param: null, code: String(status) } },
  };
}

/** The types OpenAI's own API uses. */
function typeOfStatus(status: number): string {
  if (status === 401) return "authentication_error";
  if (status === 403) return "permission_error";
  if (status === 404) return "not_found_error";
  if (status === 429) return "rate_limit_error";
  return status >= 500 ? "api_error" : "invalid_request_error";
}
