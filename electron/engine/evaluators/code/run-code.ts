import { Worker } from "node:worker_threads";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { findThreadFile } from "../../threads/find-thread-file.ts";
import type { CodeInput, CodeReply, CodeRequest } from "./code-thread.ts";

/** What code may take: milliseconds and bytes of its own, and characters of what it gives. */
const limits = { ms: 1_000, bytes: 64 * 1024 * 1024, result: 5_000_000 };
/** One step inside of the engine may not be looked into, and a machine may be busy; then the thread is ended. */
const longest = 10_000;

export interface Code {
  code: string;
  /** What a module exports; its default where it is absent. */
  entry?: string | undefined;
}

/** What code gave: its type as JavaScript calls it (`null` and `array` by themselves), and the value where JSON has it. */
export interface CodeResult {
  type: string;
  value?: JsonValue;
}
export type CodeOutcome = CodeResult | { problem: string };

let thread: Promise<Worker> | undefined;
let queue: Promise<unknown> = Promise.resolve();

/**
 * Runs code in another thread, shut off from everything, one after the other. What takes longer than a second, more than
 * 64 MB or throws gives a problem.
 * @throws AbortError
 */
export function runCode(code: Code, input: CodeInput, signal: AbortSignal): Promise<CodeOutcome> {
  const work = queue.then(() => run(code, input, signal));
  queue = work.catch(() => undefined);
  return work;
}

async function run({ code, entry }: Code, input: CodeInput, signal: AbortSignal): Promise<CodeOutcome> {
  signal.throwIfAborted();
  thread ??= startThread();
  const worker = await thread;
  worker.ref();
  const { promise, resolve } = Promise.withResolvers<CodeReply>();
  const giveUp = (problem: string) => resolve({ problem, isSpent: true });
  const died = () => giveUp("It ended the thread it ran in.");
  const timer = setTimeout(() => giveUp(`It takes longer than ${limits.ms / 1_000} s and was given up.`), longest);
  worker.once("message", resolve);
  worker.once("exit", died);
  worker.postMessage({ code, ...(entry === undefined ? {} : { entry }), input, limits } satisfies CodeRequest);
  try {
    const reply = await promise;
    if ("json" in reply) return JSON.parse(reply.json) as CodeResult;
    if (reply.isSpent) {
      // Its memory never shrinks, and what stands still in it cannot be known.
      thread = undefined;
      void worker.terminate();
    }
    return { problem: reply.problem };
  } finally {
    clearTimeout(timer);
    worker.removeListener("message", resolve);
    worker.removeListener("exit", died);
    worker.unref();
  }
}

function startThread(): Promise<Worker> {
  const worker = new Worker(findThreadFile("code-thread", import.meta.url), {
    execArgv: [],
    env: {},
    name: "code",
    resourceLimits: { maxOldGenerationSizeMb: 128 },
  });
  return new Promise((resolve, reject) => {
    worker.once("message", () => resolve(worker));
    worker.on("error", (error) => {
      thread = undefined;
      reject(error);
    });
  });
}
