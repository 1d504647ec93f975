import { statfs } from "node:fs/promises";
import { AppFailure } from "../../../shared/domain/error/app-failure.ts";

/** Left free beside what is to be written: runs are written meanwhile, and a full disk would keep none of them. */
const spareBytes = 64 * 1_048_576;

/**
 * Sees before anything is written that a folder's disk has room.
 * @param needed bytes.
 * @param what needs it, as the beginning of a sentence.
 * @throws AppFailure `storage_failed`, with what is needed and what is free.
 */
export async function assureRoom(folder: string, needed: number, what: string): Promise<void> {
  const disk = await statfs(folder).catch(() => undefined);
  if (!disk) return; // A file system that does not say how full it is, is tried.
  const free = disk.bavail * disk.bsize;
  if (free >= needed + spareBytes) return;
  throw new AppFailure("storage_failed", {
    message: `${what} needs ${megabytes(needed + spareBytes)} free on the disk of ${folder}; ${megabytes(free)} are free.`,
    advice: "Make room there and try again. Nothing was changed.",
  });
}

function megabytes(bytes: number): string {
  return `${Math.max(1, Math.ceil(bytes / 1_048_576)).toLocaleString("en-US")} MB`;
}
