import type { Message } from "@shared/domain/message/message.ts";
import { createTokenCounter, type TokenCounter } from "../pipeline/tokens/token-counter.ts";

/** Nobody waits longer for a count; the estimate is told in its place. Milliseconds. */
const longestWait = 10_000;

/** Tokens of messages, and what they were counted with. */
export interface CountedTokens {
  tokens: number;
  /** LiteLLM's word for OpenAI's table, or `estimate`. */
  tokenizer: "openai_tokenizer" | "estimate";
}

let counter: TokenCounter | undefined;

/** Counts with OpenAI's table in a thread, whoever's model it is: where it cannot, it says that it estimates. */
export async function countMessages(messages: readonly Message[], signal: AbortSignal): Promise<CountedTokens> {
  counter ??= createTokenCounter();
  const first = counter.estimate(messages);
  const counted = first.countId === undefined ? undefined : await countOf(counter, first.countId, signal);
  return counted
    ? { tokens: counted.tokens, tokenizer: "openai_tokenizer" }
    : { tokens: first.tokens, tokenizer: "estimate" };
}

async function countOf(counting: TokenCounter, countId: string, signal: AbortSignal) {
  try {
    return await counting.count(countId, AbortSignal.any([signal, AbortSignal.timeout(longestWait)]));
  } catch {
    return undefined; // The installation has no thread for it.
  }
}
