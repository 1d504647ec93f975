import { readFileSync, writeFileSync } from "node:fs";
import { moveFileSync } from "../store/move-file.ts";
import { historyPath } from "./history-path.ts";
import type { Statements } from "./statements.ts";

/*
 * What runs are removed for their age by (`README.md#age-and-the-clock`): a clock that is years ahead, with an empty
 * battery or set by hand, would have all of them removed at one start.
 */

const fileName = ".clock.json";
const dayMs = 86_400_000;
/** So long the app may lie unused before its clock is doubted. */
const mostUnused = 60 * dayMs;
/** So long a clock that is further ahead must have said so. */
const believedAfter = 7 * dayMs;

export interface BelievedTime {
  /** In UTC milliseconds; what the clock says, or when it was last believed. */
  now: number;
  /** Why the clock is not believed, in words for a person. */
  doubt?: string;
}

interface Kept {
  believedAt: number;
  /** What the clock said when it was first doubted. */
  doubtedAt?: number;
}

/** The time that counts for the age of runs; keeps what it found in the folder. */
export function believedTime(sql: Statements, folder: string, clock: number): BelievedTime {
  const kept = readKept(folder);
  const usedAt = lastUse(sql, kept, clock);
  if (clock - usedAt <= mostUnused) return believed(folder, kept, clock);
  const doubtedAt = Math.min(kept?.doubtedAt ?? clock, clock);
  if (clock - doubtedAt >= believedAfter) return believed(folder, kept, clock);
  if (kept?.doubtedAt !== doubtedAt) keep(folder, { believedAt: usedAt, doubtedAt });
  const day = (time: number) => new Date(time).toISOString().slice(0, 10);
  return {
    now: usedAt,
    doubt: `The clock says ${day(clock)}, long after the last use on ${day(usedAt)}: no run is removed for its age before ${day(doubtedAt + believedAfter)}. If the clock is wrong, set it right.`,
  };
}

function believed(folder: string, kept: Kept | undefined, clock: number): BelievedTime {
  const isNew = kept === undefined || kept.doubtedAt !== undefined || Math.abs(clock - kept.believedAt) > dayMs / 2;
  if (isNew) keep(folder, { believedAt: clock });
  return { now: clock };
}

/** When the app was last used as far as one use lies near enough to the one before. */
function lastUse(sql: Statements, kept: Kept | undefined, clock: number): number {
  if (!kept) return Math.min(clock, Number(sql.get("SELECT max(started_at) AS last FROM runs")?.["last"] ?? clock));
  let last = kept.believedAt;
  for (;;) {
    // Runs of commands, which remove nothing.
    const next = sql.get(
      "SELECT max(started_at) AS last FROM runs WHERE started_at > ? AND started_at <= ?",
      last,
      Math.min(last + mostUnused, clock),
    )?.["last"];
    if (typeof next !== "number") return Math.min(last, clock);
    last = next;
  }
}

function readKept(folder: string): Kept | undefined {
  try {
    const { believedAt, doubtedAt } = JSON.parse(readFileSync(historyPath(folder, fileName), "utf8")) as Partial<Kept>;
    if (typeof believedAt !== "number") return undefined;
    return { believedAt, ...(typeof doubtedAt === "number" ? { doubtedAt } : {}) };
  } catch {
    return undefined;
  }
}

function keep(folder: string, kept: Kept): void {
  const path = historyPath(folder, fileName);
  try {
    writeFileSync(`${path}.new`, JSON.stringify(kept), { mode: 0o600 });
    moveFileSync(`${path}.new`, path);
  } catch {
    // A disk that takes nothing: the next start asks the runs again.
  }
}
