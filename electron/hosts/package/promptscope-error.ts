import { appErrorOf } from "@shared/domain/error/app-failure.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import { errorTexts } from "@shared/domain/error/error-texts.ts";
import { type HeadlessWords, headlessAdvice } from "@shared/domain/error/headless-advice.ts";
import type { CompletionFailure } from "./types.ts";

const words: HeadlessWords = {
  advice: {
    langfuse_not_configured:
      "Set LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY, or give langfuse_public_key and langfuse_secret with the call.",
    model_missing: "Give model; this prompt's config names none.",
  },
  keys: "as api_key with the call",
  addresses: "as api_base with the call",
};

interface ErrorGiven extends ErrorOptions {
  provider?: string | undefined;
  /** Of the provider's answer, without secrets. */
  headers?: readonly (readonly [name: string, value: string])[];
}

/** The only error `completion` fails with; see `CompletionFailure`. Its message reads like OpenAI's. */
export class PromptscopeError extends Error implements CompletionFailure {
  override readonly name = "PromptscopeError";
  readonly status: number;
  readonly code: string;
  readonly stage: CompletionFailure["stage"];
  readonly provider: string | undefined;
  readonly requestId: string | undefined;
  readonly detail: string | undefined;
  readonly advice: string | undefined;
  readonly retryAfterMs: number | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(error: AppError, { provider, headers, ...options }: ErrorGiven = {}) {
    super(messageOf(error), options);
    this.status = error.status ?? errorTexts[error.code].status;
    this.code = error.code;
    this.stage = error.stage;
    this.provider = provider;
    this.requestId = error.requestId;
    this.detail = error.detail;
    this.advice = headlessAdvice(error, words);
    this.retryAfterMs = error.retryAfterMs;
    this.headers = Object.fromEntries(headers ?? []);
  }
}

/** The error of whatever was thrown on the way to a request. */
export function promptscopeErrorOf(thrown: unknown): PromptscopeError {
  return thrown instanceof PromptscopeError ? thrown : new PromptscopeError(appErrorOf(thrown));
}

function messageOf({ message, detail }: AppError): string {
  return detail === undefined ? message : `${message.replace(/\.$/, "")}: ${detail}`;
}
