import { type CellView, hasEnded, type JobView } from "@shared/domain/job/job.ts";
import type { JobLog } from "./job-log.ts";

const watched = new WeakSet<JobLog>();

/**
 * Tells in a log what another process does to a job, as long as somebody listens: reads it again and again and tells
 * what has changed.
 *
 * @param read null when this process has taken the job and tells of it itself.
 */
export async function watchJob(
  log: JobLog,
  read: () => Promise<{ job: JobView; cells: CellView[] } | null>,
  everyMs: number,
): Promise<void> {
  if (watched.has(log)) return;
  watched.add(log);
  const told = new Map<string, string>();
  const tell = (key: string, value: unknown, append: () => void) => {
    const text = JSON.stringify(value);
    if (told.get(key) === text) return;
    told.set(key, text);
    append();
  };
  try {
    do {
      const seen = await read().catch(() => null);
      if (!seen) return;
      for (const cell of seen.cells) tell(`cell ${cell.cell}`, cell, () => log.append({ type: "cell", cell }));
      // The job comes last: its end closes the log.
      tell("job", seen.job, () => log.append({ type: "job", job: seen.job }));
      if (hasEnded(seen.job)) return;
      await new Promise((resolve) => setTimeout(resolve, everyMs).unref());
    } while (log.readers() > 0);
  } finally {
    watched.delete(log);
  }
}
