import { Worker } from "node:worker_threads";
import type { Message } from "@shared/domain/message/message.ts";
import type { TokenEstimate } from "@shared/domain/run/run.ts";
import { findThreadFile } from "../../threads/find-thread-file.ts";
import { estimateTokens, framed, textsOf } from "./estimate-tokens.ts";
import type { CountReply, CountRequest } from "./token-thread.ts";

/** Counts tokens beside everything else. */
export interface TokenCounter {
  /** A first figure at once, with the id by which its count can be asked for. */
  estimate(messages: readonly Message[]): TokenEstimate;
  /**
   * The count that an estimate has named. Undefined when there is none: forgotten because others were asked for since,
   * too long, or the signal aborted. Never rejects.
   */
  count(countId: string, signal: AbortSignal): Promise<TokenEstimate | undefined>;
  /** Ends the thread; counts that are waited for are given up. */
  close(): Promise<void>;
}

/** Above these a text stays estimated: characters of one count, and the milliseconds it may take. */
const limits = { characters: 4_000_000, ms: 20_000 };
/** Estimates whose texts are remembered, one a variant of the window and some more. */
const remembered = 12;
/** The thread's table is 50 MB; after this long without a count it ends. */
const idleMs = 60_000;

interface Waiting {
  request: CountRequest;
  answer: (estimate: TokenEstimate | undefined) => void;
}

export function createTokenCounter(): TokenCounter {
  const texts = new Map<string, readonly string[]>();
  const waiting: Waiting[] = [];
  const flags = new Int32Array(new SharedArrayBuffer(4));
  let counting: Waiting | undefined;
  let thread: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let nextId = 1;
  let closed = false;

  function start(): Worker {
    const started = new Worker(findThreadFile("token-thread", import.meta.url), { execArgv: [], name: "tokens" });
    started.on("message", ({ id, tokenizer, counts }: CountReply) => {
      if (counting?.request.id !== id) return;
      end(counts && { ...framed(counts), tokenizer, about: false });
    });
    // One that dies, of memory perhaps, leaves the estimate as it is.
    started.on("error", () => undefined);
    started.on("exit", () => {
      if (thread !== started) return;
      thread = undefined;
      if (counting) end(undefined);
    });
    return started;
  }

  function end(estimate: TokenEstimate | undefined): void {
    counting?.answer(estimate);
    counting = undefined;
    // While it owes an answer it keeps the process; else it must not.
    thread?.unref();
    next();
  }

  /** What was asked for last is counted first: it is what somebody looks at. */
  function next(): void {
    clearTimeout(idle);
    if (counting) return;
    counting = waiting.pop();
    if (counting) {
      thread ??= start();
      thread.ref();
      thread.postMessage(counting.request);
    } else if (thread) {
      idle = setTimeout(() => void thread?.terminate(), idleMs).unref();
    }
  }

  function drop(dropped: Waiting): void {
    const place = waiting.indexOf(dropped);
    if (place >= 0) waiting.splice(place, 1);
    if (counting === dropped) Atomics.store(flags, 0, dropped.request.id);
    dropped.answer(undefined);
  }

  return {
    estimate(messages) {
      const first = estimateTokens(messages);
      const all = textsOf(messages);
      if (closed || all.reduce((sum, text) => sum + text.length, 0) > limits.characters) return first;
      const countId = String(nextId++);
      texts.set(countId, all);
      for (const old of texts.keys()) if (texts.size > remembered) texts.delete(old);
      return { ...first, countId };
    },
    count(countId, signal) {
      const found = texts.get(countId);
      if (found === undefined || closed || signal.aborted) return Promise.resolve(undefined);
      return new Promise((resolve) => {
        const give = () => drop(asked);
        const asked: Waiting = {
          request: { id: nextId++, texts: found, limitMs: limits.ms, flags },
          answer: (estimate) => {
            signal.removeEventListener("abort", give);
            resolve(estimate);
          },
        };
        signal.addEventListener("abort", give, { once: true });
        waiting.push(asked);
        next();
      });
    },
    async close() {
      closed = true;
      clearTimeout(idle);
      texts.clear();
      for (const asked of [...waiting]) drop(asked);
      await thread?.terminate();
    },
  };
}
