import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { AppError } from "@shared/domain/error/error.ts";

/** A write that failed in a way that leaves open whether it was done: no answer, a cut connection, a failing server. */
export class UncertainWrite extends AppFailure {
  constructor({ code, ...given }: AppError) {
    super(code, given);
  }
}
