import type { HeaderList } from "../attempt.ts";
import type { GatewayReceipt } from "../gateway.ts";

/**
 * What a call was answered with, as headers: under LiteLLM's names where they mean the same, and under our own, which
 * were there first. Where the provider names no request, `x-request-id` is the call's own, which the record has.
 */
export function receiptHeaders(receipt: GatewayReceipt | undefined, provider: HeaderList): HeaderList {
  if (!receipt) return [];
  const isNamed = provider.some(([name]) => name === "x-request-id");
  const overhead = receipt.overheadMs.toFixed(2);
  return [
    ["x-promptscope-call-id", receipt.callId],
    ["x-litellm-call-id", receipt.callId],
    ...optional("x-request-id", isNamed ? undefined : receipt.callId),
    ...optional("x-promptscope-model-id", receipt.entryId),
    ...optional("x-litellm-model-id", receipt.entryId),
    ...optional("x-litellm-model-group", receipt.modelGroup),
    ...optional("x-litellm-model-api-base", receipt.apiBase),
    ["x-litellm-attempted-retries", String(receipt.retries)],
    ["x-litellm-attempted-fallbacks", String(receipt.fallbacks)],
    ...optional("x-litellm-response-cost", receipt.costUsd === undefined ? undefined : String(receipt.costUsd)),
    ...optional("x-promptscope-served-model", receipt.servedModel),
    ...optional("x-promptscope-prompt", receipt.prompt),
    ...optional("x-promptscope-client-messages", receipt.clientMessages),
    ...optional("x-promptscope-mock-response", receipt.mock ? "true" : undefined),
    ...listed("x-promptscope-dropped-params", receipt.dropped),
    ...listed("x-promptscope-adjusted", receipt.adjusted),
    ...listed("x-promptscope-ignored-params", receipt.ignored),
    ["x-promptscope-overhead-duration-ms", overhead],
    ["x-litellm-overhead-duration-ms", overhead],
  ];
}

function optional(name: string, value: string | undefined): HeaderList {
  return value === undefined ? [] : [[name, headerText(value)]];
}

function listed(name: string, values: readonly string[] = []): HeaderList {
  return values.length === 0 ? [] : [[name, values.slice(0, 20).map(headerText).join(", ")]];
}

/** Names may have any characters; a header may not. By code point: half of a surrogate pair cannot be encoded. */
function headerText(text: string): string {
  return text.toWellFormed().replace(/[^\x21-\x7e]|%/gu, (character) => encodeURIComponent(character));
}
