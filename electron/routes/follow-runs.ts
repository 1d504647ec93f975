import type { RunEvent } from "@shared/contract/routes.ts";
import { AppFailure, appError } from "@shared/domain/error/app-failure.ts";
import type { StreamEvent } from "@shared/domain/run/stream-event.ts";
import type { SequencedEvent } from "./dispatch.ts";

type ReadRun = (runId: string, after: number) => AsyncIterable<SequencedEvent<StreamEvent>>;

/**
 * What many runs tell, each run's events in their order, until all have ended. A run that cannot be followed says so
 * once and keeps no other from being heard.
 */
export async function* followRuns(
  runs: readonly { runId: string; after: number }[],
  read: ReadRun,
): AsyncGenerator<RunEvent, void, undefined> {
  const told: RunEvent[] = [];
  let wake = () => {};
  let open = runs.length;
  const put = (one: RunEvent) => {
    told.push(one);
    wake();
  };
  const follow = async (runId: string, after: number): Promise<void> => {
    try {
      for await (const { seq, event } of read(runId, after)) put({ runId, seq, event });
    } catch (thrown) {
      put({ runId, error: thrown instanceof AppFailure ? thrown.error : appError("internal") });
    } finally {
      open -= 1;
      wake();
    }
  };
  const all = runs.map(({ runId, after }) => follow(runId, after));
  while (open > 0 || told.length > 0) {
    const one = told.shift();
    if (one) yield one;
    else
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  }
  await Promise.all(all);
}
