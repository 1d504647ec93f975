import type { HeaderList } from "../attempt.ts";
import type { GatewayReceipt } from "../gateway.ts";

/**
 * What a call was answered with, as headers: under LiteLLM's names where they mean the same, and under our own, which
 * were there first. Where the provider names no request, `x-request-id` is the call's own, which the record has.
 */
export function receiptHeaders(receipt: GatewayReceipt | undefined, provider: HeaderList): HeaderList {
  if (!receipt) return [];
  const { callId, entryId, costUsd } = receipt;
  const isNamed = provider.some(([name]) => name === "x-request-id");
  const overhead = receipt.overheadMs.toFixed(2);
  const list: HeaderList = [];
  const add = (name: string, value: string | undefined) => {
    if (value !== undefined) list.push([name, headerText(value)]);
  };
  const addAll = (name: string, values: readonly string[] = []) => {
    if (values.length > 0) list.push([name, values.slice(0, 20).map(headerText).join(", ")]);
  };
  add("x-promptscope-call-id", callId);
  add("x-litellm-call-id", callId);
  add("x-request-id", isNamed ? undefined : callId);
  add("x-promptscope-model-id", entryId);
  add("x-litellm-model-id", entryId);
  add("x-litellm-model-group", receipt.modelGroup);
  add("x-litellm-model-api-base", receipt.apiBase);
  add("x-litellm-attempted-retries", String(receipt.retries));
  add("x-litellm-attempted-fallbacks", String(receipt.fallbacks));
  add("x-litellm-response-cost", costUsd === undefined ? undefined : String(costUsd));
  add("x-promptscope-served-model", receipt.servedModel);
  add("x-promptscope-prompt", receipt.prompt);
  add("x-promptscope-client-messages", receipt.clientMessages);
  add("x-promptscope-mock-response", receipt.mock ? "true" : undefined);
  addAll("x-promptscope-dropped-params", receipt.dropped);
  addAll("x-promptscope-adjusted", receipt.adjusted);
  addAll("x-promptscope-ignored-params", receipt.ignored);
  add("x-promptscope-overhead-duration-ms", overhead);
  add("x-litellm-overhead-duration-ms", overhead);
  return list;
}

const needsEncoding = /[^\x21-\x7e]|%/;

/** Names may have any characters; a header may not. By code point: half of a surrogate pair cannot be encoded. */
function headerText(text: string): string {
  if (!needsEncoding.test(text)) return text;
  return text.toWellFormed().replace(/[^\x21-\x7e]|%/gu, (character) => encodeURIComponent(character));
}
