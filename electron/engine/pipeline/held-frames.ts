import { mapStrings } from "@shared/domain/json/map-strings.ts";
import type { ReadFrame } from "../apis/api.ts";
import type { AnswerGuard } from "./answer-guard.ts";

/** Who is told of the events of a streamed answer as the provider sent them. */
export interface FrameListener {
  /** One that has none of the request's secrets, not even a part of one that goes on in the next. */
  frame(frame: ReadFrame): void;
  /** A secret was found: frames that were not told yet are not told any more. What the answer means still is. */
  withheld(): void;
}

export interface HeldFrames {
  push(frame: ReadFrame): void;
  /** At the end of the answer, when the guard has let go of everything. */
  end(): void;
}

/**
 * Holds frames until the guard has seen what they mean, and as long as it holds something back: a secret that comes in
 * two pieces is in neither of them.
 */
export function createHeldFrames(guard: AnswerGuard, listener: FrameListener): HeldFrames {
  let held: ReadFrame[] = [];
  let isWithheld = false;
  let settling: NodeJS.Immediate | undefined;

  function settle(): void {
    settling = undefined;
    if (isWithheld || guard.holds) return;
    // A whole secret in a field that means nothing to us shows only here.
    const clean = held.map((frame) => mapStrings(frame, guard.redact));
    held = [];
    isWithheld = guard.found;
    if (isWithheld) listener.withheld();
    else for (const frame of clean) listener.frame(frame);
  }

  return {
    push(frame) {
      if (isWithheld) return;
      held.push(frame);
      // By then all that has come was read and has passed the guard.
      settling ??= setImmediate(settle);
    },
    end() {
      clearImmediate(settling);
      settle();
    },
  };
}
