import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/** Removes folders of the profile by their names. What Windows has open for a moment is tried again. */
export async function removeFolders(directory: string, isToGo: (name: string) => boolean): Promise<void> {
  for (const name of await readdir(directory)) {
    if (isToGo(name)) await rm(join(directory, name), { recursive: true, force: true, maxRetries: 3 });
  }
}
