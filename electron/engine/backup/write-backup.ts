import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { type BackupEnd, type BackupEntry, type BackupHead, backupFormat, backupVersion } from "./backup-file.ts";
import { maskSecrets } from "./mask-secrets.ts";

/** A file that goes into a backup. */
export interface BackupPart extends BackupEntry {
  /** Where its bytes are now. */
  file: string;
  /** Keys in it are written over byte by byte on the way. */
  isMasked: boolean;
}

/** What stands in a backup. */
interface BackupContent {
  createdAt: number;
  parts: readonly BackupPart[];
}

/** Bytes at once. */
const chunkBytes = 1_048_576;
const anyHash = "0".repeat(64);

/** How long the file will be, to the byte. */
export function lengthOfBackup(content: BackupContent): number {
  const lines = [headOf(content), ...content.parts.map(entryOf), endOf(content, anyHash)];
  const contents = content.parts.reduce((sum, { bytes }) => sum + bytes, 0);
  return lines.reduce((sum, line) => sum + line.byteLength, contents);
}

/**
 * The file in pieces of a megabyte at most.
 * @throws AppFailure `storage_failed` when a file is not as long as it was; `cancelled`.
 */
export async function* piecesOfBackup(
  content: BackupContent,
  secrets: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<Buffer, void> {
  const hash = createHash("sha256");
  for await (const bytes of uncounted(content, secrets, signal)) {
    hash.update(bytes);
    yield bytes;
  }
  yield endOf(content, hash.digest("hex"));
}

/** All but the last line. */
async function* uncounted(
  content: BackupContent,
  secrets: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<Buffer, void> {
  yield headOf(content);
  for (const part of content.parts) {
    yield entryOf(part);
    const bytes = chunksOf(part, signal);
    yield* part.isMasked ? maskSecrets(bytes, secrets) : bytes;
  }
}

function headOf({ createdAt }: BackupContent): Buffer {
  return lineOf({ format: backupFormat, version: backupVersion, createdAt });
}

function entryOf({ path, bytes }: BackupPart): Buffer {
  return lineOf({ path, bytes });
}

function endOf({ parts }: BackupContent, sha256: string): Buffer {
  return lineOf({ end: true, files: parts.length, sha256 });
}

function lineOf(value: BackupHead | BackupEntry | BackupEnd): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}

/** As many bytes as were announced: what reads them back goes by that. */
async function* chunksOf(
  { file: path, bytes, path: name }: BackupPart,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void> {
  const file = await open(path, "r").catch(() => {
    throw changed(name);
  });
  try {
    for (let left = bytes; left > 0; ) {
      if (signal.aborted) throw new AppFailure("cancelled");
      const { bytesRead, buffer } = await file.read({ buffer: Buffer.allocUnsafe(Math.min(left, chunkBytes)) });
      if (bytesRead === 0) throw changed(name);
      left -= bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

function changed(name: string): AppFailure {
  return new AppFailure("storage_failed", {
    message: `${name} changed while the backup was written.`,
    advice: "Back up again.",
  });
}
