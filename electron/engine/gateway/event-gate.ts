import { AppFailure } from "@shared/domain/error/app-failure.ts";

/** The end of an event is a blank line, in any of the three ways to end lines. */
const ends = ["\n\n", "\r\n\r\n", "\r\r"].map((text) => Buffer.from(text));
/** A picture comes as one line of one event. */
const longestEvent = 8 * 1_048_576;

/** Lets whole server-sent events through, so that a cut stream never leaves half an event with the client. */
export interface EventGate {
  /** What may go on now; bytes are neither changed nor reordered. @throws AppFailure `limit_exceeded`. */
  push(chunk: Buffer): Buffer;
  /** What is left at the end of the stream. */
  rest(): Buffer;
}

export function createEventGate(): EventGate {
  let held: Buffer[] = [];
  let heldBytes = 0;
  const hold = (piece: Buffer) => {
    if (piece.length === 0) return;
    held.push(piece);
    heldBytes += piece.length;
    if (heldBytes > longestEvent)
      throw new AppFailure("limit_exceeded", { message: "An event of the stream is too long." });
  };
  return {
    push(chunk) {
      // A line end may lie across the border of two chunks: the last bytes that are held belong to the search.
      const before = held.at(-1)?.subarray(-3) ?? Buffer.alloc(0);
      const searched = before.length === 0 ? chunk : Buffer.concat([before, chunk]);
      const end = Math.max(...ends.map((mark) => lastEnd(searched, mark))) - before.length;
      if (end <= 0) {
        hold(chunk);
        return Buffer.alloc(0);
      }
      const whole = held.length === 0 ? chunk.subarray(0, end) : Buffer.concat([...held, chunk.subarray(0, end)]);
      held = [];
      heldBytes = 0;
      hold(chunk.subarray(end));
      return whole;
    },
    rest() {
      const left = Buffer.concat(held);
      held = [];
      return left;
    },
  };
}

function lastEnd(bytes: Buffer, mark: Buffer): number {
  const at = bytes.lastIndexOf(mark);
  return at < 0 ? -1 : at + mark.length;
}
