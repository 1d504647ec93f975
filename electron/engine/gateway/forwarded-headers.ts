import type { HeaderList } from "./attempt.ts";
import type { GatewayAsked } from "./gateway.ts";

/** Carries a key, or says who stands behind the client, or belongs to a library's own retries. */
const heldBack = /key|token|secret|auth|cookie|credential|^x-(forwarded|real-ip|stainless|promptscope|litellm)/;

/**
 * What `forward_client_headers_to_llm_api` sends on: the client's `x-…` headers and `anthropic-beta`, as in LiteLLM;
 * but never one that may carry a key of the client's.
 */
export function headersToForward(headers: GatewayAsked["headers"] = {}): HeaderList {
  return Object.entries(headers).flatMap(([name, value]): HeaderList => {
    const wanted = name.startsWith("x-") || name.startsWith("anthropic-beta");
    return wanted && !heldBack.test(name) && typeof value === "string" ? [[name, value]] : [];
  });
}
