import type { AnswerReader } from "../api.ts";

/** The bytes of an answer, once; leaving early closes the body. */
export type AnswerBytes = AnswerReader;

/** An answer of which the first bytes have been looked at. */
export interface LookedAt {
  /** Its first few characters that are no blanks; fewer when it has no more. */
  head: string;
  /** All of it, what has been looked at included. */
  bytes: AnswerBytes;
}

/** As many as the longest field name of an event stream has with its colon. */
const headLength = 6;
const longestHead = 200;
/** Of a body that begins with blanks, which some servers send to keep a connection alive. */
const blanks = /^[\s\uFEFF]+/;

/** Of a text that has come as a whole. */
export function headOf(text: string): string {
  const start = blanks.exec(text)?.[0].length ?? 0;
  return text.slice(start, start + longestHead);
}

/** Waits for the first characters of an answer and no longer. @throws whatever the body fails with. */
export async function lookAt(body: ReadableStream<Uint8Array> | AnswerBytes): Promise<LookedAt> {
  const reader = "getReader" in body ? body.getReader() : body;
  const seen: Uint8Array[] = [];
  const decoder = new TextDecoder();
  let head = "";
  while (head.length < headLength && !/[\r\n]/.test(head)) {
    const { done, value } = await reader.read();
    if (done) break;
    seen.push(value);
    head = `${head}${decoder.decode(value, { stream: true })}`.replace(blanks, "");
  }
  let given = 0;
  const bytes: AnswerBytes = {
    async read() {
      const value = seen[given];
      if (value === undefined) return reader.read();
      given += 1;
      if (given === seen.length) seen.length = given = 0;
      return { done: false, value };
    },
    cancel: (reason) => reader.cancel(reason),
    releaseLock: () => reader.releaseLock(),
  };
  return { head: head.slice(0, longestHead), bytes };
}

/** Of a body that has come as a whole. */
export function bytesOf(whole: Uint8Array): AnswerBytes {
  let given = false;
  return {
    async read() {
      if (given) return { done: true, value: undefined };
      given = true;
      return { done: false, value: whole };
    },
    async cancel() {
      given = true;
    },
    releaseLock() {},
  };
}

/** UTF-8 that has come as a whole as a text, as `TextDecoder` gives it. */
export function textOf(bytes: Buffer): string {
  const text = bytes.toString("utf8");
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

/** The rest of an answer as text; of more than `most` characters the start, when it is given. */
export async function textOfBytes(bytes: AnswerBytes, most = Number.POSITIVE_INFINITY): Promise<string> {
  const decoder = new TextDecoder();
  const pieces: string[] = [];
  let length = 0;
  while (length < most) {
    const { done, value } = await bytes.read();
    if (done) break;
    const piece = decoder.decode(value, { stream: true });
    length += piece.length;
    pieces.push(piece);
  }
  if (length >= most) await bytes.cancel();
  bytes.releaseLock();
  return pieces.join("") + decoder.decode();
}
