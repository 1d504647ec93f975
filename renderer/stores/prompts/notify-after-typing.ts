import type { StoreApi } from "zustand";

/** A pause in typing after which listeners hear of it. */
const pauseMs = 250;
/** Who types on without a pause sees what hangs on the text all the same. */
const longestMs = 1_000;

/**
 * Has those who listen to a store hear of typing behind it, when it pauses: within the frame of a key nothing is drawn
 * but the text itself. What the store says is the newest at any time, and any other change is told at once together with
 * what was typed before it.
 * @param api of a store that nobody listens to yet.
 * @returns changes the store as typing does.
 */
export function notifyAfterTyping<State>(api: StoreApi<State>): (type: () => void) => void {
  type Listener = Parameters<StoreApi<State>["subscribe"]>[0];
  const listeners = new Set<Listener>();
  let isTyping = false;
  let held: { before: State; since: number; timer: ReturnType<typeof setTimeout> } | undefined;

  const tell = (before: State): void => {
    clearTimeout(held?.timer);
    held = undefined;
    for (const listener of listeners) listener(api.getState(), before);
  };

  api.subscribe((_state, previous) => {
    const before = held?.before ?? previous;
    if (!isTyping) {
      tell(before);
      return;
    }
    const now = performance.now();
    const since = held?.since ?? now;
    clearTimeout(held?.timer);
    const wait = Math.max(0, Math.min(pauseMs, since + longestMs - now));
    held = { before, since, timer: setTimeout(() => tell(before), wait) };
  });
  api.subscribe = (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return (type) => {
    isTyping = true;
    try {
      type();
    } finally {
      isTyping = false;
    }
  };
}
