import { Worker } from "node:worker_threads";

/** An expression of somebody else, and an answer; some pairs take longer than the world lasts. */
export interface MatchRequest {
  pattern: string;
  flags: string;
  text: string;
}
export type MatchReply = { match: string | null } | { problem: string };

/** From when the thread has it, in milliseconds. */
const longestMatch = 1_000;

/** The thread knows nothing but how to match: it is so small that it needs no file. */
const program = `
const { parentPort } = require("node:worker_threads");
parentPort.on("message", ({ pattern, flags, text }) => {
  let reply;
  try {
    const found = new RegExp(pattern, flags).exec(text);
    reply = { match: found === null ? null : found[0] };
  } catch (error) {
    reply = { problem: "The expression is not valid: " + error.message };
  }
  parentPort.postMessage(reply);
});
parentPort.postMessage("ready");
`;

let thread: Promise<Worker> | undefined;
let queue: Promise<unknown> = Promise.resolve();

/**
 * Matches in another thread, one after the other. One that takes longer than a second is given up with its thread.
 * @throws AbortError
 */
export function matchApart(request: MatchRequest, signal: AbortSignal): Promise<MatchReply> {
  const work = queue.then(() => match(request, signal));
  queue = work.catch(() => undefined);
  return work;
}

async function match(request: MatchRequest, signal: AbortSignal): Promise<MatchReply> {
  signal.throwIfAborted();
  thread ??= startThread();
  const worker = await thread;
  worker.ref();
  const { promise, resolve } = Promise.withResolvers<MatchReply>();
  let isDone = false;
  const giveUp = () => {
    if (isDone) return;
    thread = undefined;
    void worker.terminate();
    resolve({ problem: "The expression takes longer than a second on this answer and was given up." });
  };
  // Where this thread was busy the answer may have come and wait its turn: it is read before the expression is given up.
  const timer = setTimeout(() => setImmediate(giveUp), longestMatch);
  worker.once("message", resolve);
  worker.postMessage(request);
  try {
    return await promise;
  } finally {
    isDone = true;
    clearTimeout(timer);
    worker.removeListener("message", resolve);
    worker.unref();
  }
}

function startThread(): Promise<Worker> {
  const worker = new Worker(program, { eval: true, name: "match", resourceLimits: { maxOldGenerationSizeMb: 256 } });
  return new Promise((resolve, reject) => {
    worker.once("message", () => resolve(worker));
    worker.once("error", (error) => {
      thread = undefined;
      reject(error);
    });
  });
}
