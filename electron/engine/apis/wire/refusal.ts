import { readRetryAfter } from "../../http/retry-policy.ts";
import type { Refusal, RefusedAnswer } from "../api.ts";

/** The names under which providers send the id their support asks for. */
const requestIdHeaders = ["x-request-id", "request-id", "anthropic-request-id", "apim-request-id", "x-ms-request-id"];

/** A server's words with what its headers say beside them, which all servers say alike: the wait and the request id. */
export function withServersSigns(
  words: Pick<Refusal, "message" | "code" | "type">,
  { headers, now }: Pick<RefusedAnswer, "headers" | "now">,
): Refusal {
  return { ...words, ...serversSigns(headers, now) };
}

/** What an answer's headers say to who has to act on a failure; also of one that began well. */
export function serversSigns(
  headers: RefusedAnswer["headers"],
  now: number,
): Pick<Refusal, "retryAfterMs" | "requestId"> {
  const requestId = requestIdHeaders.map((name) => headers.get(name)).find((id) => id !== null);
  const retryAfterMs = readRetryAfter(headers, now);
  return { ...(retryAfterMs === undefined ? {} : { retryAfterMs }), ...(requestId ? { requestId } : {}) };
}
