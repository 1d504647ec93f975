export type JsonTokenKind = "key" | "string" | "number" | "word" | "plain";

export interface JsonToken {
  kind: JsonTokenKind;
  text: string;
}

const token = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d[\d.eE+-]*)|(true|false|null)/gy;

/** Splits JSON text into coloured stretches; joined they are the text. What is not JSON comes out as `plain`. */
export function jsonTokens(text: string): JsonToken[] {
  const tokens: JsonToken[] = [];
  let plainFrom = 0;
  let at = 0;
  // Every quotation mark behind one that is never closed is escaped, and begins no text either: looked for from each of
  // them, the end would cost the square of the text.
  let isOpen = false;
  const flush = (to: number) => {
    if (to > plainFrom) tokens.push({ kind: "plain", text: text.slice(plainFrom, to) });
  };
  while (at < text.length) {
    const isQuote = text[at] === '"';
    token.lastIndex = at;
    const match: RegExpExecArray | null = isQuote && isOpen ? null : token.exec(text);
    isOpen ||= isQuote && !match;
    if (!match) {
      at += 1;
      continue;
    }
    flush(at);
    const [whole, string, colon] = match;
    if (string === undefined) {
      tokens.push({ kind: match[3] === undefined ? "word" : "number", text: whole });
    } else {
      tokens.push({ kind: colon === undefined ? "string" : "key", text: string });
      if (colon !== undefined) tokens.push({ kind: "plain", text: colon });
    }
    at += whole.length;
    plainFrom = at;
  }
  flush(text.length);
  return tokens;
}
