import { AppFailure, appError } from "@shared/domain/error/app-failure.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import type { ApiClient } from "../client/client.ts";

let current: ApiClient | undefined;

/** Gives all stores their way to the engine; called once, before the first render. */
export function initStores(client: ApiClient): void {
  current = client;
}

/** The client the stores were started with. */
export function engineClient(): ApiClient {
  if (current === undefined) throw new Error("initStores was not called");
  return current;
}

/** What was caught around a call, as data: the engine's own error, or `internal` for a fault of ours. */
export function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppFailure) return thrown.error;
  return appError("internal", thrown instanceof Error ? { detail: thrown.message } : {});
}
