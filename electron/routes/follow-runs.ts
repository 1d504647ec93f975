import type { RunEvent } from "@shared/contract/routes.ts";
import { AppFailure, appError } from "@shared/domain/error/app-failure.ts";
import type { StreamEvent } from "@shared/domain/run/stream-event.ts";
import type { SequencedEvent } from "./dispatch.ts";

type ReadRun = (runId: string, after: number) => AsyncIterable<SequencedEvent<StreamEvent>>;

/**
 * What many runs tell, each run's events in their order, until all have ended. A run that cannot be followed says so
 * once and keeps no other from being heard. No run is asked for more before its last event was taken, so that a slow
 * reader makes the runs' logs wait and nothing piles up here.
 */
export async function* followRuns(
  runs: readonly { runId: string; after: number }[],
  read: ReadRun,
): AsyncGenerator<RunEvent, void, undefined> {
  /** At most one a run. */
  const offers: Offer[] = [];
  let wake = () => {};
  let open = runs.length;
  let left = false;
  const offer = (event: RunEvent): Promise<void> =>
    new Promise((taken) => {
      offers.push({ event, taken });
      wake();
    });
  const follow = async (runId: string, after: number): Promise<void> => {
    try {
      for await (const { seq, event } of read(runId, after)) {
        if (!left) await offer({ runId, seq, event });
        if (left) return;
      }
    } catch (thrown) {
      if (!left) await offer({ runId, error: thrown instanceof AppFailure ? thrown.error : appError("internal") });
    } finally {
      open -= 1;
      wake();
    }
  };
  for (const { runId, after } of runs) void follow(runId, after);
  try {
    while (open > 0 || offers.length > 0) {
      const next = offers.shift();
      if (next) {
        try {
          yield next.event;
        } finally {
          next.taken();
        }
      } else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    left = true;
    for (const { taken } of offers) taken();
  }
}

interface Offer {
  event: RunEvent;
  /** Lets its run go on. */
  taken(): void;
}
