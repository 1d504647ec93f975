import { closeSync, existsSync, fsyncSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { historyPath } from "./history-path.ts";
import { listBackups } from "./migrate.ts";

/*
 * A copy made before an upgrade still has the runs that were deleted since. So that none comes back from there when the
 * file itself is damaged one day, what is deleted is noted beside it for as long as there is a copy.
 */

const notesName = ".removed.jsonl";

/** `deleted` can be brought back, which `back` says; what is `removed` is gone for good. */
export type Removal = "deleted" | "back" | "removed";

type Line = [id: string, what: Removal];

/** On the disk when it returns. Notes nothing where there is no copy. @throws node's error. */
export function noteRemoval(folder: string, ids: readonly string[], what: Removal): void {
  const path = historyPath(folder, notesName);
  if (listBackups(folder).length === 0) {
    rmSync(path, { force: true });
    return;
  }
  if (ids.length === 0) return;
  const file = openSync(path, "a", 0o600);
  try {
    // A line that a kill has cut ends here and is no line.
    writeSync(file, `\n${ids.map((id) => JSON.stringify([id, what] satisfies Line)).join("\n")}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

export type RemovedRuns = ReadonlyMap<string, "deleted" | "removed">;

/** The runs that no copy may bring back as if nothing had been. */
export function removedRuns(folder: string): RemovedRuns {
  const removed = new Map<string, "deleted" | "removed">();
  const path = historyPath(folder, notesName);
  if (!existsSync(path)) return removed;
  for (const text of readFileSync(path, "utf8").split("\n")) {
    const [id, what] = lineOf(text) ?? [];
    if (id === undefined) continue;
    if (what === "deleted" || what === "removed") removed.set(id, what);
    else removed.delete(id);
  }
  return removed;
}

function lineOf(text: string): Line | undefined {
  try {
    const line: unknown = JSON.parse(text);
    return Array.isArray(line) && typeof line[0] === "string" ? (line as Line) : undefined;
  } catch {
    return undefined;
  }
}
