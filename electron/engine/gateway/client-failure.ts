import { appErrorOf } from "@shared/domain/error/app-failure.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import { errorTexts } from "@shared/domain/error/error-texts.ts";
import { type HeadlessWords, headlessAdvice } from "@shared/domain/error/headless-advice.ts";
import { GatewayFailure } from "./body/gateway-failure.ts";
import type { ClientFailure } from "./forms/client-form.ts";

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

/** What a client is told of whatever went wrong; the other side's own words are part of the message. */
export function clientFailureOf(thrown: unknown): ClientFailure {
  if (thrown instanceof GatewayFailure) {
    const { status, message, type, param } = thrown;
    return { status, message, param, ...(type === undefined ? {} : { type }) };
  }
  return failureOfError(appErrorOf(thrown));
}

export function failureOfError(error: AppError): ClientFailure {
  // A provider's redirect is an error here; its status must not tell the client to follow it.
  const status = error.status !== undefined && error.status >= 400 ? error.status : errorTexts[error.code].status;
  const parts = [error.message, error.detail, gatewayAdvice(error)].filter((part) => part !== undefined && part !== "");
  return { status, message: parts.join(" "), param: null };
}
