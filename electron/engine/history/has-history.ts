import { statSync } from "node:fs";
import { join } from "node:path";

/** The database, in the folder of a profile. */
export const databaseName = "history.db";

/** Whether a folder has a history that runs can be added to. Loads nothing of a database. */
export function hasHistory(folder: string): boolean {
  const path = join(folder, databaseName);
  const found = statSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true && found.size > 0;
}
