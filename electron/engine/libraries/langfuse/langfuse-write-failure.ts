import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { AppError, ErrorCode } from "@shared/domain/error/error.ts";
import { type LangfuseAnswer, refusal } from "./langfuse-failure.ts";
import { errorWords } from "./langfuse-schemas.ts";

/** Failures in which no byte of the request reached a Langfuse. */
export const neverArrived: ReadonlySet<ErrorCode> = new Set([
  "connection_refused",
  "dns_failed",
  "tls_failed",
  "connect_timeout",
  "redirect_refused",
  "credential_missing",
  "secret_locked",
  "secret_invalid",
  "cancelled",
]);

/** A server that fails may have written before it failed; one that refuses has not. */
export function mayBeWritten({ status }: LangfuseAnswer): boolean {
  return status >= 500 || status === 408;
}

/**
 * What the refusal of a write stands for (`README.md#writing-to-langfuse`). A body that is too large is answered in
 * plain text, and 403 means that the key may not write.
 */
export function writeRefusal(answer: LangfuseAnswer): AppFailure {
  const { status, json, text } = answer;
  const words = json === undefined ? text.trim().slice(0, 200) : errorWords(json);
  const given: Partial<AppError> = { status, ...(words ? { detail: words } : {}) };
  if (status === 403) {
    return new AppFailure("langfuse_forbidden", {
      ...given,
      message: "These Langfuse keys may not write prompts.",
      advice: "Use keys that may, or save the prompt to another library; the edit is kept.",
    });
  }
  const isRefusedText = status === 400 || status === 413 || status === 422;
  if (isRefusedText && !isForeignPage(answer)) {
    return new AppFailure("save_refused", { ...given, message: `Langfuse refused it (${status}).` });
  }
  return refusal(answer);
}

function isForeignPage({ text, json }: LangfuseAnswer): boolean {
  return json === undefined && text.trimStart().startsWith("<");
}

/** Two creates of one name at once; Langfuse answers 400 to all but one. */
export function isOvertaken({ error }: AppFailure): boolean {
  return error.code === "save_refused" && /unique constraint failure/i.test(error.detail ?? "");
}
