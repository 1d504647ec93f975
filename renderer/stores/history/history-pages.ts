import type { HistoryPage, RunSummary } from "@shared/domain/run/history.ts";
import { isOlder, type RunPlace } from "@shared/domain/run/run-place.ts";

/** Rows of a list, newest first, and where it goes on. */
export interface LoadedRows {
  runs: RunSummary[];
  next: RunPlace | null;
}

/**
 * A newly read first page over what was read before: new runs on top, changed ones in place, what lies further down
 * stays. When so many are new that a gap would open, the page stands alone.
 */
export function mergeNewest(before: LoadedRows, page: HistoryPage): LoadedRows {
  const last = page.runs.at(-1);
  if (!last || page.next === null) return { runs: page.runs, next: page.next };
  const older = before.runs.filter((run) => isOlder(run, last));
  const meets = older.length < before.runs.length;
  return meets && older.length > 0
    ? { runs: [...page.runs, ...older], next: before.next }
    : { runs: page.runs, next: page.next };
}
