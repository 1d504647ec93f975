import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { ReplaySpeed } from "@shared/domain/run/run.ts";
import type { Clock } from "../ports.ts";

/** Holds each piece of a replayed answer back until it is its turn. */
export interface Pace {
  /**
   * Waits for the moment of a piece that was recorded at `at` ms after its request was started.
   * @throws AppFailure `cancelled` as soon as the signal aborts.
   */
  wait(at: number, signal: AbortSignal): Promise<void>;
  /** Lets so many pieces through; only a replay by steps waits for it. */
  step(pieces: number): void;
}

export function createPace(speed: ReplaySpeed, clock: Clock): Pace {
  if (speed === "step") return steppedPace();
  const startedAt = clock.monotonic();
  return {
    async wait(at, signal) {
      const milliseconds = speed === "fast" ? 0 : startedAt + at - clock.monotonic();
      if (milliseconds > 0) await pause(milliseconds, signal);
      if (signal.aborted) throw new AppFailure("cancelled");
    },
    step: () => undefined,
  };
}

function steppedPace(): Pace {
  let allowed = 0;
  let wake: (() => void) | undefined;
  return {
    async wait(_at, signal) {
      while (allowed === 0 && !signal.aborted) {
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        signal.addEventListener("abort", () => resolve(), { once: true });
        await promise;
      }
      if (signal.aborted) throw new AppFailure("cancelled");
      allowed -= 1;
    },
    step(pieces) {
      allowed += pieces;
      wake?.();
    },
  };
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done, { once: true });
  });
}
