import { access, chmod, constants, mkdir, readdir, stat } from "node:fs/promises";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { errorCode, storageFailure } from "./json-document.ts";
import { lockProfile } from "./profile-lock.ts";

/** The folder of one user's settings, secrets and drafts, held by this process alone until `close`. */
export interface Profile {
  directory: string;
  /** Nothing can be written into it, so it is not locked either: it is shown, and nothing is kept. */
  readOnly: boolean;
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
  await makePrivate(directory);
  if (await isReadOnly(directory)) return { directory, readOnly: true, close: async () => undefined };
  const lock = await lockProfile(directory);
  return { directory, readOnly: false, close: lock.release };
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

/**
 * Closes an existing folder to other users. A folder full of other things is refused instead: `PROMPTSCOPE_HOME=/tmp`
 * must not lock everybody out of /tmp.
 */
async function makePrivate(directory: string): Promise<void> {
  if (process.platform === "win32") return;
  // Who cannot change it cannot close it: what is in it is no more open than before.
  if (await isReadOnly(directory)) return;
  try {
    const { mode } = await stat(directory);
    if ((mode & 0o077) === 0) return;
    const names = await readdir(directory);
    if (names.length === 0 || names.some((name) => ownNames.includes(name))) {
      await chmod(directory, 0o700);
      return;
    }
  } catch (error) {
    throw storageFailure(`The profile folder ${directory} cannot be used (${errorCode(error) ?? "error"}).`, error);
  }
  throw new AppFailure("storage_failed", {
    message: `The folder ${directory} is open to other users and holds other files.`,
    advice: "Set PROMPTSCOPE_HOME to an empty folder of its own.",
  });
}
