import { access, chmod, constants, mkdir, readdir, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { finishRestore } from "./finish-restore.ts";
import { errorCode, storageFailure } from "./json-document.ts";
import { isClosedOnWindows } from "./profile-directory.ts";
import { lockProfile } from "./profile-lock.ts";

/** The folder of one user's settings, secrets and drafts, held by this process alone until `close`. */
export interface Profile {
  directory: string;
  /** Nothing can be written into it, so it is not locked either: it is shown, and nothing is kept. */
  readOnly: boolean;
  /** Set when other users of this machine may be able to read it, whatever is done: in words for the person. */
  readonly problem?: string;
  /** Set when a backup has just taken its place: what was done, in words for the person. */
  readonly restored?: string;
  close(): Promise<void>;
}

/** Any of these marks a folder as a profile of ours. `chromium` is what the desktop window keeps for itself. */
const ownNames = ["profile.lock", "settings.json", "chromium"];

/**
 * Creates the folder (0700) when it is missing and locks it against a second host; one that cannot be written is
 * opened for reading.
 * @throws AppFailure `storage_failed`: not usable, or in use by another process, whose pid is named.
 */
export async function openProfileDirectory(directory: string): Promise<Profile> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw storageFailure(`The profile folder ${directory} cannot be created.`, error);
  }
  const isClosed = await makePrivate(directory);
  const problem = isClosed ? {} : { problem: openToOthers };
  if (await isReadOnly(directory)) return { directory, readOnly: true, ...problem, close: async () => undefined };
  const lock = await lockProfile(directory);
  try {
    const restored = await finishRestore(directory);
    return { directory, readOnly: false, ...problem, ...(restored ? { restored } : {}), close: lock.release };
  } catch (error) {
    await lock.release();
    throw storageFailure("The backup could not be put in its place; starting again goes on with it.", error);
  }
}

/** A folder that can be read and in which no file can be made, for whatever reason: rights, or a disk mounted so. */
async function isReadOnly(directory: string): Promise<boolean> {
  const may = (mode: number) =>
    access(directory, mode).then(
      () => true,
      () => false,
    );
  return (await may(constants.R_OK | constants.X_OK)) && !(await may(constants.W_OK));
}

const openToOthers =
  "Other users of this machine may be able to read the profile's folder: its file system keeps no rights. Keys that are to be kept belong in the key ring, or set PROMPTSCOPE_HOME to another folder.";

/**
 * Closes an existing folder to other users. False: it could not be, as on a stick or a share without rights. A folder full of other things is refused instead: `PROMPTSCOPE_HOME=/tmp`
 * must not lock everybody out of /tmp.
 */
async function makePrivate(directory: string): Promise<boolean> {
  if (process.platform === "win32") return isClosedOnWindows(directory, homedir());
  // Who cannot change it cannot close it: what is in it is no more open than before.
  if (await isReadOnly(directory)) return true;
  try {
    const { mode, uid } = await stat(directory);
    if ((mode & 0o077) === 0) return true;
    const names = await readdir(directory);
    if (names.length === 0 || names.some((name) => ownNames.includes(name))) {
      await chmod(directory, 0o700).catch((error: unknown) => {
        // Of a folder of this user only a file system without rights says so.
        if (uid !== process.getuid?.()) throw error;
      });
      return ((await stat(directory)).mode & 0o077) === 0;
    }
  } catch (error) {
    throw storageFailure(`The profile folder ${directory} cannot be used (${errorCode(error) ?? "error"}).`, error);
  }
  throw new AppFailure("storage_failed", {
    message: `The folder ${directory} is open to other users and holds other files.`,
    advice: "Set PROMPTSCOPE_HOME to an empty folder of its own.",
  });
}
