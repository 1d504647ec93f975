import type { Message } from "@shared/domain/message/message.ts";
import type { TokenEstimate } from "@shared/domain/run/run.ts";

/**
 * A first figure for the tokens of messages, by kinds of characters in one pass: it takes the host a few milliseconds
 * for a megabyte of whatever text. The thread's count (`token-counter.ts`) takes its place.
 */
export function estimateTokens(messages: readonly Message[]): TokenEstimate {
  return { ...framed(textsOf(messages).map(estimateText)), tokenizer: estimateName, about: true };
}

/** What a first figure says of itself in place of a tokenizer. */
const estimateName = "kinds of characters";

/** With four tokens a message for the chat frame and three for the answer's, as OpenAI's cookbook counts. */
export function framed(counts: readonly number[]): Pick<TokenEstimate, "tokens"> & { perMessage: number[] } {
  const perMessage = counts.map((count) => count + 4);
  return { tokens: perMessage.reduce((sum, count) => sum + count, 3), perMessage };
}

/** The text of each message. Pictures are counted by their size in pixels, which nobody here knows: left out. */
export function textsOf(messages: readonly Message[]): string[] {
  return messages.map(({ content }) => {
    if (typeof content === "string") return content;
    return (content ?? []).map((part) => (part.type === "image_url" ? "" : textOfPart(part))).join("\n");
  });
}

function textOfPart(part: Exclude<Message["content"], string | null | undefined>[number]): string {
  const text = part["text"];
  return typeof text === "string" ? text : JSON.stringify(part);
}

/**
 * Characters to a token in a run of one kind, read off o200k: words of Latin and of other letters, numbers, signs, CJK
 * and emoji, blanks. A longer run than `usual` is no word but data: random letters, a ruler of dashes.
 */
const kinds = {
  latin: { usual: 20, perToken: 6, beyond: 2.5 },
  letters: { usual: 20, perToken: 4, beyond: 2 },
  digits: { usual: 3, perToken: 3, beyond: 3 },
  signs: { usual: 6, perToken: 2, beyond: 12 },
  wide: { usual: 60, perToken: 1.4, beyond: 0.8 },
  blanks: { usual: 16, perToken: 16, beyond: 64 },
} as const;

/** Tokens of a text, about: a run of one kind of characters is at least one token; a single blank is part of the next. */
function estimateText(text: string): number {
  let tokens = 0;
  let kind: keyof typeof kinds | undefined;
  let length = 0;
  const close = () => {
    if (kind === undefined || (kind === "blanks" && length === 1)) return;
    const { usual, perToken, beyond } = kinds[kind];
    tokens += Math.max(1, Math.ceil(Math.min(length, usual) / perToken - 0.3));
    if (length > usual) tokens += Math.ceil((length - usual) / beyond);
  };
  for (let index = 0; index < text.length; index++) {
    const next = kindOf(text.charCodeAt(index));
    if (next !== kind) {
      close();
      kind = next;
      length = 0;
    }
    length++;
  }
  close();
  return tokens;
}

function kindOf(code: number): keyof typeof kinds {
  if (code <= 32) return "blanks";
  if (code >= 48 && code <= 57) return "digits";
  if ((code >= 65 && code <= 90) || (code >= 97 && code <= 122)) return "latin";
  if (code >= 0xc0 && code < 0x2000) return code < 0x370 ? "latin" : "letters";
  // Punctuation in full width ends a run of CJK as it ends a word.
  return code < 0x2e80 || (code >= 0x3000 && code < 0x3040) || (code >= 0xff00 && code < 0xff10) ? "signs" : "wide";
}
