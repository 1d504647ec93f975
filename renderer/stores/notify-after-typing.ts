import type { StoreApi } from "zustand";

/**
 * A pause in typing after which listeners hear of it: with what they draw then, marks stand in the text within a tenth of a
 * second. It is longer than the time between two keys that follow each other fast.
 */
const pauseMs = 60;
/** Who types on without a pause sees what hangs on the text all the same. */
const longestMs = 1_000;
/**
 * Reading, comparing and sending a text takes time that grows with it: of 200 000 characters, or of 60 messages, some
 * 20 ms, in which the next key would wait. So a long one waits for a longer pause, and longer without one: by that length
 * 260 ms and 3 s.
 */
const pauseOf = (weight: number): number => pauseMs + weight / 1_000;
const longestOf = (weight: number): number => longestMs + weight / 100;

/** Stores of which listeners have yet to hear what was typed. */
const behind = new Set<object>();

/** Whether somebody types, and what hangs on the text is soon told of a newer one. */
export function isTypedOn(): boolean {
  return behind.size > 0;
}

/**
 * Has those who listen to a store hear of typing behind it, when it pauses: within the frame of a key nothing is drawn
 * but the text itself. What the store says is the newest at any time, and any other change is told at once together with
 * what was typed before it.
 * @param api of a store that nobody listens to yet.
 * @param weightOf of what is typed in, in characters.
 * @returns changes the store as typing does.
 */
export function notifyAfterTyping<State>(
  api: StoreApi<State>,
  weightOf: (state: State) => number,
): (type: () => void) => void {
  type Listener = Parameters<StoreApi<State>["subscribe"]>[0];
  const listeners = new Set<Listener>();
  let isTyping = false;
  let held: { before: State; since: number; last: number; timer: ReturnType<typeof setTimeout> } | undefined;

  const tell = (before: State): void => {
    clearTimeout(held?.timer);
    held = undefined;
    behind.delete(api);
    for (const listener of listeners) listener(api.getState(), before);
  };

  /** Told when its time has come; who has typed since is waited for again. A timer for each key would be dearer. */
  const wait = (before: State, ms: number): ReturnType<typeof setTimeout> =>
    setTimeout(() => {
      if (!held) return;
      const weight = weightOf(api.getState());
      const rest = Math.min(held.last + pauseOf(weight), held.since + longestOf(weight)) - performance.now();
      if (rest > 0) held.timer = wait(before, rest);
      else tell(before);
    }, ms);

  api.subscribe((_state, previous) => {
    const before = held?.before ?? previous;
    if (!isTyping) {
      tell(before);
      return;
    }
    const now = performance.now();
    behind.add(api);
    if (held) held.last = now;
    else held = { before, since: now, last: now, timer: wait(before, pauseOf(weightOf(api.getState()))) };
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
