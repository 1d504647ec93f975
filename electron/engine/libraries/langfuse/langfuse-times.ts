import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { Environment } from "../../credentials/environment.ts";

/** How long a copy counts and a request may take, where the environment says so; in milliseconds. */
export interface LangfuseTimes {
  freshMs?: number;
  timeoutMs?: number;
}

const lifetime = "LANGFUSE_PROMPT_CACHE_DEFAULT_TTL_SECONDS";
const timeout = "LANGFUSE_TIMEOUT";

/**
 * The variables of Langfuse's SDKs, as LiteLLM reads them: whole seconds a prompt is kept, 0 for not at all, and seconds
 * for a request.
 * @throws AppFailure `invalid_input` for a value that is neither.
 */
export function langfuseTimes(environment: Pick<Environment, "get">): LangfuseTimes {
  const kept = environment.get(lifetime);
  const limit = environment.get(timeout);
  if (kept !== undefined && !/^\d{1,9}$/.test(kept)) throw unusable(lifetime, kept, "a whole number of seconds");
  const seconds = Number(limit);
  if (limit !== undefined && !(seconds > 0 && seconds < 1e6)) throw unusable(timeout, limit, "seconds above 0");
  return {
    ...(kept === undefined ? {} : { freshMs: Number(kept) * 1000 }),
    ...(limit === undefined ? {} : { timeoutMs: Math.ceil(seconds * 1000) }),
  };
}

function unusable(name: string, value: string, wanted: string): AppFailure {
  return new AppFailure("invalid_input", {
    message: `${name} must be ${wanted}, not “${value.slice(0, 100)}”.`,
    advice: "Correct it in the environment, or take it out there.",
  });
}
