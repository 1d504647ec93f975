import { createHash } from "node:crypto";
import { chmod, mkdir, readdir, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomically } from "./atomic-file.ts";
import { errorCode, storageFailure } from "./json-document.ts";
import { readPlainFile } from "./plain-file.ts";

/** Pictures of the profile, each once: a file with the text of its data: URL, named by the SHA-256 of that text. */
export interface PictureStore {
  /**
   * Keeps a picture and gives its hash.
   * @throws AppFailure `storage_failed`.
   */
  keep(url: string): Promise<string>;
  /** The data: URL; undefined when its file is gone, cannot be read or is damaged. */
  find(hash: string): Promise<string | undefined>;
  /** The hash of a picture that is kept; undefined for any other. */
  hashOf(url: string): Promise<string | undefined>;
  /** Removes what nothing uses any more, unless it was kept lately. */
  removeUnused(isUsed: (hash: string) => boolean): Promise<void>;
}

/** An undo, or a draft that was put aside as damaged and is put back by hand, still finds its pictures. */
const keptUnusedMs = 7 * 86_400_000;

export function createPictureStore(folder: string): PictureStore {
  const path = (hash: string) => join(folder, hash);

  async function touch(hash: string): Promise<boolean> {
    try {
      const now = new Date();
      await utimes(path(hash), now, now);
      return true;
    } catch {
      return false;
    }
  }

  async function find(hash: string): Promise<string | undefined> {
    try {
      const url = await readPlainFile(path(hash));
      return sha256(url) === hash ? url : undefined;
    } catch {
      return undefined; // Gone or unreadable is the same to whoever needs it.
    }
  }

  return {
    find,
    async keep(url) {
      const hash = sha256(url);
      if ((await find(hash)) !== undefined && (await touch(hash))) return hash;
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        if (process.platform !== "win32") await chmod(folder, 0o700);
        await writeFileAtomically(path(hash), url);
      } catch (error) {
        throw storageFailure("A picture could not be written.", error);
      }
      return hash;
    },
    async hashOf(url) {
      const hash = sha256(url);
      return (await find(hash)) === undefined ? undefined : hash;
    },
    async removeUnused(isUsed) {
      try {
        for (const name of await readdir(folder)) {
          if (isUsed(name)) continue;
          const { mtimeMs } = await stat(path(name));
          if (Date.now() - mtimeMs > keptUnusedMs) await rm(path(name), { force: true });
        }
      } catch (error) {
        if (errorCode(error) !== "ENOENT") throw storageFailure("Old pictures could not be removed.", error);
      }
    },
  };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
