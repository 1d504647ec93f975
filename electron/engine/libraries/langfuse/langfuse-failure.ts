import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { AppError, ErrorCode } from "@shared/domain/error/error.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { errorWords } from "./langfuse-schemas.ts";

/** An answer read to its end. `json` is undefined when the body is none. */
export interface LangfuseAnswer {
  url: URL;
  status: number;
  headers: Headers;
  text: string;
  json: JsonValue | undefined;
}

const timeouts = new Set<ErrorCode>(["connect_timeout", "first_byte_timeout", "idle_timeout"]);
const unreachable = new Set<ErrorCode>(["connection_refused", "connection_lost", "dns_failed", "tls_failed"]);

/** Turns a failure of the wire into Langfuse's words for it; what has nothing to do with the wire is left as it is. */
export function wireFailure(failure: AppFailure, url: URL): AppFailure {
  const { code, message, detail } = failure.error;
  const given = detail === undefined ? {} : { detail };
  if (timeouts.has(code)) return langfuseTimeout(url);
  if (unreachable.has(code)) {
    return new AppFailure("langfuse_unreachable", { message: `Langfuse cannot be reached. ${message}`, ...given });
  }
  if (code === "redirect_refused") {
    const message = `${url.host} redirects to another address instead of answering.`;
    const advice = "Set the final address as the host; a redirect to a login page means a proxy stands in between.";
    return new AppFailure("langfuse_not_json", { message, advice, ...given });
  }
  if (code === "protocol_error") return new AppFailure("langfuse_not_json", { detail: message });
  return failure;
}

export function langfuseTimeout(url: URL): AppFailure {
  return new AppFailure("langfuse_timeout", { message: `Langfuse at ${url.host} did not answer in time.` });
}

/**
 * The failure a refusal stands for (`README.md#refusals-of-langfuse`), by status first: bodies differ between versions
 * and proxies.
 */
export function refusal(answer: LangfuseAnswer, retryAfterMs?: number): AppFailure {
  const { status, json } = answer;
  const words = errorWords(json);
  const given: Partial<AppError> = { status, ...(words === undefined ? {} : { detail: words }) };
  if (status === 429) {
    const wait = retryAfterMs ?? retryAfterOf(json);
    return new AppFailure("langfuse_rate_limited", { ...given, ...(wait === undefined ? {} : { retryAfterMs: wait }) });
  }
  if (status >= 500) {
    const message = `Langfuse failed with the status ${status}.`;
    return new AppFailure("langfuse_unavailable", { message, ...pageWords(answer), ...given });
  }
  if (json === undefined) return foreignAnswer(answer);
  if (status === 401) return new AppFailure("langfuse_unauthorized", given);
  if (status === 403) return new AppFailure("langfuse_forbidden", given);
  if (status === 404) return new AppFailure("prompt_not_found", given);
  if (status === 409 || isBrokenReference(status, words)) return new AppFailure("langfuse_conflict", given);
  return new AppFailure("langfuse_unavailable", { message: `Langfuse refused the request (${status}).`, ...given });
}

/** An answer that is not Langfuse's: a login page, a proxy's error page, Next.js' page for an unknown path. */
export function foreignAnswer(answer: LangfuseAnswer): AppFailure {
  const { status, url } = answer;
  if (status === 404 && /%2F/i.test(url.pathname)) {
    return new AppFailure("langfuse_path_decoded", { status, ...pageWords(answer) });
  }
  const type = answer.headers.get("content-type")?.split(";")[0] ?? "no content type";
  const message = `${url.host} answered with ${type} instead of JSON (status ${status}).`;
  return new AppFailure("langfuse_not_json", { status, message, ...pageWords(answer) });
}

/** Missing, circular and too deep references are 409 when read; some versions say 400. */
function isBrokenReference(status: number, words: string | undefined): boolean {
  return status === 400 && /dependenc|circular|nesting/i.test(words ?? "");
}

function retryAfterOf(json: JsonValue | undefined): number | undefined {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return undefined;
  const details = json["details"];
  if (typeof details !== "object" || details === null || Array.isArray(details)) return undefined;
  const seconds = details["retryAfterSeconds"];
  return typeof seconds === "number" && seconds > 0 ? seconds * 1000 : undefined;
}

/** The title of a page, or the beginning of a text, so that a person recognises who answered. */
function pageWords({ text }: LangfuseAnswer): { detail?: string } {
  const title = /<title>([^<]{1,200})<\/title>/i.exec(text)?.[1]?.trim();
  const words = title ?? (text.trimStart().startsWith("<") ? "" : text.trim().slice(0, 200));
  return words === "" ? {} : { detail: words };
}
