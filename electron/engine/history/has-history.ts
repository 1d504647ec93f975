import { statSync } from "node:fs";
import { historyPath } from "./history-path.ts";

/** Whether a folder has a history that runs can be added to. Loads nothing of a database. */
export function hasHistory(folder: string): boolean {
  const path = historyPath(folder, ".db");
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true && found.size > 0;
}
