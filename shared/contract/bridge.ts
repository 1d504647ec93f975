import type { Envelope, Frame } from "./envelope.ts";

/**
 * What the desktop preload puts on `window.promptscope`: one typed door to the main process and nothing else.
 * Route names and inputs are checked on the other side; nothing rejects, a failure is an envelope or an `error` frame.
 */
export interface Bridge {
  call(name: string, input: unknown): Promise<Envelope<unknown>>;
  /** Frames come in batches, in order, the last one terminal. Returns a function that closes the stream. */
  openStream(name: string, input: unknown, onFrames: (frames: Frame<unknown>[]) => void): () => void;
}

/** The property of `window` that holds the bridge. */
export const bridgeKey = "promptscope";
