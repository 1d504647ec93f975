import type { AppError } from "@shared/domain/error/error.ts";

/** An error in the form the `ErrorCard` takes. */
export function errorProps(error: AppError) {
  return {
    title: error.message,
    text: error.advice,
    stage: error.stage,
    detail: error.detail,
    status: error.status,
    requestId: error.requestId,
  };
}
