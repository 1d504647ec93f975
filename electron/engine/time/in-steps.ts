import { setImmediate as nextTurn } from "node:timers/promises";

/** Does work that stops now and then, with the event loop between its steps. @throws AbortError */
export async function inSteps<T>(work: Generator<void, T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    const step = work.next();
    if (step.done) return step.value;
    await nextTurn();
  }
}
