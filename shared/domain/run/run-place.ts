/** Where a run stands in the list: by when it began, and those of one moment by the order in which they came. */
export interface RunPlace {
  /** UTC milliseconds. */
  startedAt: number;
  sequence: number;
}

/** Whether a run stands below another in a list with the newest first. */
export function isOlder(run: RunPlace, than: RunPlace): boolean {
  return run.startedAt < than.startedAt || (run.startedAt === than.startedAt && run.sequence < than.sequence);
}
