import type { AppError, ErrorCode } from "./error.ts";
import { errorTexts } from "./error-texts.ts";

/** Builds an error as data from its code; what is not given comes from the table. */
export function appError(code: ErrorCode, given: Partial<Omit<AppError, "code">> = {}): AppError {
  const { message, advice, stage, actions } = errorTexts[code];
  return { code, message, advice, stage, actions, ...given };
}

/** An `AppError` that can be thrown. Catch it at the edge and pass `error` on; other errors become `internal`. */
export class AppFailure extends Error {
  override readonly name = "AppFailure";
  readonly error: AppError;

  constructor(code: ErrorCode, given: Partial<Omit<AppError, "code">> = {}) {
    const error = appError(code, given);
    super(error.message);
    this.error = error;
  }
}

/** The error inside anything that was thrown. What is not an `AppFailure` becomes `internal`, without its stack. */
export function appErrorOf(thrown: unknown): AppError {
  if (thrown instanceof AppFailure) return thrown.error;
  return appError("internal", { detail: thrown instanceof Error ? thrown.message : String(thrown) });
}
