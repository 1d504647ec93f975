import type { Frame } from "@shared/contract/envelope.ts";

/** Milliseconds in which frames are gathered into one message: a screen's refresh. */
const batchMs = 16;
/** Frames that wait for a page at most; the source is not asked for more before it has taken them. */
const mostWaiting = 128;

/** The frames of one stream on their way to a page, in order, gathered into messages. */
export interface FrameBatches {
  /** Resolves when there is room for another. */
  add(frame: Frame<unknown>): Promise<void>;
  /** The page has the last message and may be sent the next. */
  taken(): void;
  /** Resolves when nothing waits any more. */
  allSent(): Promise<void>;
}

/**
 * One message at a time is on its way: Electron itself queues for a page without bound, so a page that is busy has to
 * make the source wait here. Nobody is kept waiting once `signal` has aborted.
 */
export function createFrameBatches(send: (frames: Frame<unknown>[]) => void, signal: AbortSignal): FrameBatches {
  let waiting: Frame<unknown>[] = [];
  let onItsWay = false;
  let timer: NodeJS.Timeout | undefined;
  let makeRoom = () => {};
  signal.addEventListener("abort", () => makeRoom(), { once: true });

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (onItsWay || waiting.length === 0) return;
    const batch = waiting;
    waiting = [];
    onItsWay = true;
    send(batch);
    makeRoom();
  }

  /** Resolves at the next message or at an abort. */
  function nextMessage(): Promise<void> {
    return new Promise((resolve) => {
      makeRoom = resolve;
    });
  }

  return {
    async add(frame) {
      waiting.push(frame);
      if (frame.type !== "event" || waiting.length >= mostWaiting) flush();
      else timer ??= setTimeout(flush, batchMs);
      if (waiting.length >= mostWaiting && !signal.aborted) await nextMessage();
    },
    async allSent() {
      if (waiting.length > 0 && !signal.aborted) await nextMessage();
    },
    taken() {
      onItsWay = false;
      // Within the time of a batch more may come; past it the page has waited long enough.
      if (timer === undefined) flush();
    },
  };
}
