import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { Warning } from "@shared/domain/error/error.ts";
import { remember } from "@shared/domain/remember.ts";
import { withoutTrailing } from "@shared/domain/text/without-trailing.ts";

/**
 * Checks a base URL that a person or a variable gave and takes trailing slashes off. Paths are kept.
 * @throws AppFailure `base_url_invalid` for anything but http(s), for user info, a query or a fragment.
 */
export const parseBaseUrl = remember(64, (text): string => {
  const invalid = (why: string) =>
    // A URL with a password in it must not be repeated in a message.
    new AppFailure("base_url_invalid", { message: `The base URL cannot be used: ${why}.` });
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    throw invalid("it is not a complete address such as https://api.example.com/v1");
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") throw invalid("it is neither http nor https");
  if (url.username || url.password) throw invalid("it has a user name or password in it");
  if (url.search || url.hash) throw invalid("it has a query or a fragment");
  return withoutTrailing(url.href, "/");
});

/** Appends a suffix such as `/v1` unless the base already ends with it (LiteLLM does so for Mistral). */
export function withPathSuffix(baseUrl: string, suffix: string | undefined): string {
  const isComplete = !suffix || baseUrl.endsWith(suffix) || baseUrl.endsWith("/chat/completions");
  return isComplete ? baseUrl : `${baseUrl}${suffix}`;
}

/**
 * A Langfuse host as LiteLLM takes it: without a scheme it gets `http://` (`langfuse.py`), which is worth a warning,
 * since the keys then travel unencrypted.
 */
export function parseLangfuseHost(text: string): { host: string; warnings: Warning[] } {
  const trimmed = text.trim();
  if (/^https?:\/\//i.test(trimmed)) return { host: parseBaseUrl(trimmed), warnings: [] };
  const host = parseBaseUrl(`http://${trimmed}`);
  const warning: Warning = {
    code: "langfuse_host_without_scheme",
    stage: "config",
    subject: trimmed,
    message: `The Langfuse host has no scheme; ${host} is used, which is not encrypted. Write https:// if it should be.`,
  };
  return { host, warnings: [warning] };
}

/** Scheme, host and port: what a key is bound to. */
export function originOf(baseUrl: string): string {
  return new URL(baseUrl).origin;
}
