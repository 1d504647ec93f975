import { AppFailure } from "@shared/domain/error/app-failure.ts";

/** What may be shown of a secret: at most its first 3 and last 4 characters, nothing of a short one. */
export function secretHint(value: string): string {
  if (value.length < 12) return "…";
  const end = value.slice(-4);
  return value.length < 20 ? `…${end}` : `${value.slice(0, 3)}…${end}`;
}

/**
 * Trims a pasted key and refuses what no key has. Node quotes a header value with a line break in its error message,
 * so such a value must never come that far.
 * @throws AppFailure `secret_invalid`, which never quotes the value.
 */
export function cleanSecret(value: string): string {
  const trimmed = value.trim();
  if (trimmed === "") throw new AppFailure("secret_invalid", { message: "The key is empty." });
  if (!/^[\x20-\x7e]+$/.test(trimmed)) throw new AppFailure("secret_invalid");
  if (/^(["'`]).*\1$/.test(trimmed)) {
    throw new AppFailure("secret_invalid", { message: "The key has quotation marks around it." });
  }
  return trimmed;
}
