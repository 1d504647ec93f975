import type { Message } from "@shared/domain/message/message.ts";

type CountTokens = (text: string) => number;

/** The tokenizer's table takes about 250 ms to load, so it loads behind the first previews instead of before them. */
let loading: Promise<void> | undefined;
let countTokens: CountTokens | undefined;

/**
 * Estimates the tokens of messages with OpenAI's o200k table (4 extra per message for the chat frame, as OpenAI's
 * cookbook counts); until the table is loaded with four characters a token. An estimate for every other model.
 */
export function estimateTokens(messages: readonly Message[]): { tokens: number; tokenizer: string } {
  loading ??= import("gpt-tokenizer/encoding/o200k_base").then(({ countTokens: count }) => {
    countTokens = count;
  });
  const count: CountTokens = countTokens ?? ((text) => Math.ceil(text.length / 4));
  const tokens = messages.reduce((sum, message) => sum + 4 + count(textOf(message)), 3);
  return { tokens, tokenizer: countTokens ? "o200k_base" : "4 characters a token" };
}

/** Resolves when the tokenizer is there; tests and the command line wait for it. */
export async function tokenizerReady(): Promise<void> {
  estimateTokens([]);
  await loading;
}

/** Pictures are counted by their size in pixels, which nobody here knows: they are left out. */
function textOf(message: Message): string {
  if (typeof message.content === "string") return message.content;
  return (message.content ?? []).map((part) => (part.type === "image_url" ? "" : textOfPart(part))).join("\n");
}

function textOfPart(part: Exclude<Message["content"], string | null | undefined>[number]): string {
  const text = part["text"];
  return typeof text === "string" ? text : JSON.stringify(part);
}
