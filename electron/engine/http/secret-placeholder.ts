import { hash, randomBytes } from "node:crypto";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { lazily } from "@shared/domain/late/lazily.ts";
import { remember } from "@shared/domain/remember.ts";
import type { SecretRef, WireText } from "@shared/domain/wire/wire.ts";

/** Fresh in every process, so that no text from outside can be a placeholder. */
const processKey = lazily(() => randomBytes(32).toString("hex"));
const placeholderStart = "promptscope-secret-";
const placeholderPattern = /promptscope-secret-[0-9a-f]{64}/g;

/**
 * A header-safe token that stands for a secret until the bytes leave. SDKs are given it in place of a key. The same
 * secret has the same token in one process; nobody outside can guess or forge it.
 */
export function secretPlaceholder(ref: SecretRef): string {
  return placeholderOf(ref.secret);
}

const placeholderOf = remember(
  64,
  (secret) => `${placeholderStart}${hash("sha256", `${processKey()} ${secret}`, "hex")}`,
);

/**
 * Splits a header value into plain text and references. Only header values pass through here, never bodies: a
 * placeholder that reaches a body stays inert text.
 * @throws AppFailure `secret_invalid` for a placeholder that `allowed` does not name.
 */
export function toWireText(headerValue: string, allowed: readonly SecretRef[]): WireText {
  if (!headerValue.includes(placeholderStart)) return headerValue === "" ? [] : [headerValue];
  const text: WireText = [];
  let from = 0;
  for (const match of headerValue.matchAll(placeholderPattern)) {
    const ref = allowed.find((candidate) => secretPlaceholder(candidate) === match[0]);
    if (!ref) {
      throw new AppFailure("secret_invalid", { message: "A request tried to use a key that is not meant for it." });
    }
    if (match.index > from) text.push(headerValue.slice(from, match.index));
    text.push(ref);
    from = match.index + match[0].length;
  }
  if (from < headerValue.length) text.push(headerValue.slice(from));
  return text;
}
