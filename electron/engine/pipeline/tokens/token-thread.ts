import { parentPort } from "node:worker_threads";
import { countTokens, tokenizerName } from "./count-tokens.ts";

/*
 * The thread that counts tokens: nothing else waits for a long text. From source it is run by node itself, so it and
 * what it loads import each other by relative paths.
 */

/** Texts to count, and the milliseconds it may take. `flags[0]` becomes the id of a count that nobody waits for. */
export interface CountRequest {
  id: number;
  texts: readonly string[];
  limitMs: number;
  flags: Int32Array<SharedArrayBuffer>;
}

/** Tokens of each text; none when it was given up. */
export interface CountReply {
  id: number;
  tokenizer: string;
  counts?: number[];
}

parentPort?.on("message", ({ id, texts, limitMs, flags }: CountRequest) => {
  const end = performance.now() + limitMs;
  const stopped = () => Atomics.load(flags, 0) === id || performance.now() > end;
  const counts: number[] = [];
  for (const text of texts) {
    const count = countTokens(text, stopped);
    if (count === undefined) break;
    counts.push(count);
  }
  const reply: CountReply = { id, tokenizer: tokenizerName };
  if (counts.length === texts.length) reply.counts = counts;
  parentPort?.postMessage(reply);
});
