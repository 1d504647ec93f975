import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { backedUpFiles, backedUpFolders, historyFile } from "../store/backed-up.ts";

/** The words a backup begins with, and the version of its form (`README.md#the-file`). */
export const backupFormat = "promptscope.backup";
export const backupVersion = 1;

/** The first line. */
export interface BackupHead {
  format: typeof backupFormat;
  version: number;
  /** UTC milliseconds. */
  createdAt: number;
}

/** The line before a file's bytes. */
export interface BackupEntry {
  path: string;
  bytes: number;
}

/** The last line: how many files there were, and the SHA-256 of all that stands before it. */
export interface BackupEnd {
  end: true;
  files: number;
  sha256: string;
}

/** Longer lines are none of ours. */
export const longestLine = 8_192;

const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * Whether a file of a backup may lie there: below the profile, by a name that every system reads alike, and nothing but what
 * a backup holds.
 */
export function isBackedUp(path: string): boolean {
  const [top = "", ...below] = path.split("/");
  const known = below.length === 0 ? [historyFile, ...backedUpFiles] : [...backedUpFolders];
  return path.length <= 1_000 && known.some((name) => name === top) && below.every(isPlainName);
}

function isPlainName(name: string): boolean {
  return (
    name !== "" &&
    !/^\.+$/.test(name) &&
    !/[\\:*?"<>|]|\p{Cc}/u.test(name) &&
    !/[. ]$/.test(name) &&
    !reserved.test(name)
  );
}

export function notABackup(why: string): AppFailure {
  return new AppFailure("invalid_input", {
    message: `This backup cannot be used: ${why}`,
    advice: "Nothing was changed. Choose a file that Back up has made.",
  });
}
