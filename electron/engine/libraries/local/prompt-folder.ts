import { constants } from "node:fs";
import { type FileHandle, lstat, mkdir, open, readdir, realpath, rm } from "node:fs/promises";
import { join, sep } from "node:path";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { moveFile } from "../../store/move-file.ts";
import { endings } from "./formats/formats.ts";
import { cancelled, folderFailure, systemCode, unreadable } from "./local-failure.ts";
import { foldedName, nameProblem } from "./prompt-names.ts";

/** The largest file that is read or written. */
export const mostBytes = 1024 * 1024;

/** A prompt's file as it was at one moment. */
export interface FoundFile {
  /** Below the folder, with `/`. */
  path: string;
  ending: string;
  bytes: Buffer;
  modifiedMs: number;
}

/**
 * The files of one folder. Nothing outside of it is read or written: each path is asked for its real place before it is
 * opened and once more after, since a folder may become a link in between; links are never followed below it.
 */
export interface PromptFolder {
  /** The folder's real path. @throws AppFailure `local_folder_unusable`. */
  root(): Promise<string>;
  /** The file that a name stands for; null: none. @throws AppFailure when it is there and cannot be read. */
  read(name: string, signal: AbortSignal): Promise<FoundFile | null>;
  /**
   * Puts a file in the place of another, or of none, whole or not at all.
   * @param file where it is read from now; null: the name is free.
   * @throws AppFailure `save_refused`.
   */
  write(name: string, file: FoundFile | null, ending: string, bytes: Buffer, signal: AbortSignal): Promise<FoundFile>;
  /**
   * Takes a file away that still holds these bytes.
   * @returns false where it does not, or is gone.
   * @throws AppFailure `save_refused`.
   */
  remove(file: FoundFile, signal: AbortSignal): Promise<boolean>;
  /** Why a prompt of the name is never written; undefined: it may be. */
  refusal(name: string): Promise<string | undefined>;
}

const mostLately = 16;
const racyMs = 30;
let temporaryFiles = 0;

/** @param folder absolute. */
export function createPromptFolder(folder: string): PromptFolder {
  /** What was read lately, so that a change costs one read however many ask what it says. */
  const lately = new Map<string, { same: string; bytes: Buffer }>();

  function keepLately(path: string, same: string, bytes: Buffer): void {
    lately.delete(path);
    lately.set(path, { same, bytes });
    const [oldest] = lately.keys();
    if (lately.size > mostLately && oldest !== undefined) lately.delete(oldest);
  }

  async function root(): Promise<string> {
    try {
      return await realpath(folder);
    } catch (error) {
      throw folderFailure(`The folder ${folder} of local prompts cannot be opened.`, error);
    }
  }

  /** Null where nothing is; the way there may not lead through a link, or be written otherwise. */
  async function open_(path: string, base: string, name: string): Promise<FileHandle | null> {
    const whole = join(base, ...path.split("/"));
    if (!isBelow(base, whole)) throw unreadable(name, "its name leads out of the folder");
    let real: string;
    try {
      real = await realpath(whole);
    } catch (error) {
      if (isMissing(error)) return null;
      throw unreadable(name, systemCode(error) ?? "the system refused");
    }
    if (real !== whole) {
      // A system that folds names gives the one on the disk: another prompt then.
      if (foldedName(real) === foldedName(whole)) return null;
      throw unreadable(name, "it is a link, and links are not followed");
    }
    try {
      return await open(whole, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    } catch (error) {
      if (isMissing(error)) return null;
      throw unreadable(name, systemCode(error) ?? "the system refused");
    }
  }

  async function readFile(path: string, ending: string, base: string, name: string): Promise<FoundFile | null> {
    const whole = join(base, ...path.split("/"));
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const handle = await open_(path, base, name);
      if (!handle) return null;
      try {
        const stats = await handle.stat();
        if (!stats.isFile()) throw unreadable(name, "it is no file");
        if (stats.size > mostBytes) throw unreadable(name, "it is larger than 1 MB");
        // What was opened must be what lies there: a folder on the way may have become a link meanwhile.
        const place = await realpath(whole).catch(() => null);
        const now = place === whole ? await lstat(whole).catch(() => null) : null;
        if (now?.ino !== stats.ino || now.dev !== stats.dev) continue;
        const same = JSON.stringify([stats.ino, stats.dev, stats.size, stats.mtimeMs, stats.ctimeMs]);
        const known = lately.get(path);
        const isKnown = known?.same === same;
        const bytes = isKnown ? known.bytes : await readBytes(handle, stats.size);
        // A file system's clock is coarse: what was written a moment ago may be written again under the same time.
        if (!isKnown && Date.now() - stats.mtimeMs > racyMs) keepLately(path, same, bytes);
        return { path, ending, bytes, modifiedMs: stats.mtimeMs };
      } finally {
        await handle.close();
      }
    }
    throw unreadable(name, "it moved each time it was read");
  }

  async function refusal(name: string): Promise<string | undefined> {
    const problem = nameProblem(name);
    if (problem !== undefined) return problem;
    const base = await root();
    const segments = name.split("/");
    for (const [depth, segment] of segments.entries()) {
      const above = segments.slice(0, depth);
      const isLast = depth === segments.length - 1;
      let entries: string[];
      try {
        entries = await readdir(join(base, ...above));
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
      const endingsHere = isLast ? endings : [""];
      const twin = entries.find((entry) =>
        endingsHere.some((ending) => {
          const bare = entry.slice(0, entry.length - ending.length);
          return entry.endsWith(ending) && bare !== segment && foldedName(bare) === foldedName(segment);
        }),
      );
      if (twin !== undefined) return `“${[...above, twin].join("/")}” is the same name on other systems.`;
    }
    return undefined;
  }

  /** Makes the folders on the way, none of which may be a link. */
  async function makeFolders(base: string, segments: readonly string[]): Promise<string> {
    let place = base;
    for (const segment of segments) {
      place = join(place, segment);
      try {
        await mkdir(place);
      } catch (error) {
        if (systemCode(error) !== "EEXIST") throw error;
      }
      const stats = await lstat(place);
      if (!stats.isDirectory()) throw refused(`“${segment}” is no folder, or a link, which is not followed.`);
    }
    if ((await realpath(place)) !== place) throw refused("A folder of the name lies elsewhere.");
    return place;
  }

  return {
    root,
    refusal,
    async read(name, signal) {
      const base = await root();
      if (!isAddressable(name)) return null;
      for (const ending of endings) {
        cancelled(signal);
        const file = await readFile(`${name}${ending}`, ending, base, name);
        if (file) return file;
      }
      return null;
    },
    async remove({ path, ending, bytes }, signal) {
      const base = await root();
      const name = path.slice(0, -ending.length);
      const now = await readFile(path, ending, base, name);
      cancelled(signal);
      if (!now?.bytes.equals(bytes)) return false;
      try {
        await rm(join(base, ...path.split("/")));
      } catch (error) {
        if (isMissing(error)) return false;
        throw refused("The system refused to take the file away.", systemCode(error) ?? String(error));
      }
      return true;
    },
    async write(name, file, ending, bytes, signal) {
      if (bytes.length > mostBytes) throw refused("The file would be larger than 1 MB.");
      const problem = await refusal(name);
      if (problem !== undefined) throw refused(problem);
      const base = await root();
      const path = file?.path ?? `${name}${ending}`;
      try {
        const folders = path.split("/").slice(0, -1);
        const parent = await makeFolders(base, folders);
        const whole = join(base, ...path.split("/"));
        const mode = file ? (await lstat(whole)).mode & 0o777 : 0o666;
        temporaryFiles += 1;
        const temporary = join(parent, `.promptscope-${process.pid}-${temporaryFiles}.tmp`);
        cancelled(signal);
        const handle = await open(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, mode);
        try {
          try {
            if (file && process.platform !== "win32") await handle.chmod(mode);
            await handle.writeFile(bytes);
            await handle.sync();
          } finally {
            await handle.close();
          }
          const isStillThere = (await realpath(temporary)) === temporary && (await realpath(parent)) === parent;
          if (!isStillThere) throw refused("The folder moved while the file was written.");
          await moveFile(temporary, whole);
        } catch (error) {
          await rm(temporary, { force: true });
          throw error;
        }
        await syncFolder(parent);
        const { mtimeMs } = await lstat(whole);
        return { path, ending: file?.ending ?? ending, bytes, modifiedMs: mtimeMs };
      } catch (error) {
        if (error instanceof AppFailure) throw error;
        throw refused("The system refused to write the file.", systemCode(error) ?? String(error));
      }
    },
  };
}

async function readBytes(handle: FileHandle, size: number): Promise<Buffer> {
  const bytes = Buffer.alloc(size);
  let length = 0;
  while (length < size) {
    const { bytesRead } = await handle.read(bytes, length, size - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return bytes.subarray(0, length);
}

/** A name that could be a file's at all; what Windows refuses may be read where it exists. */
function isAddressable(name: string): boolean {
  return (
    name.isWellFormed() &&
    !name.includes("\0") &&
    !name.includes("\\") &&
    name.split("/").every((segment) => segment !== "" && !segment.startsWith(".")) &&
    Buffer.byteLength(name) < 4_000
  );
}

function isBelow(base: string, path: string): boolean {
  return path.startsWith(base.endsWith(sep) ? base : `${base}${sep}`);
}

function isMissing(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR", "ENAMETOOLONG"].includes(systemCode(error) ?? "");
}

function refused(message: string, detail?: string): AppFailure {
  return new AppFailure("save_refused", {
    message: `The prompt was not saved: ${message}`,
    advice: "The edit is kept. Choose another name, or mend the folder.",
    ...(detail === undefined ? {} : { detail }),
  });
}

/** Makes the rename itself survive a power cut. Windows has no handle on folders and needs none. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
