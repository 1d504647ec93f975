import { createHash } from "node:crypto";

/**
 * The version of a file that no commit names: the beginning of the SHA-256 of its bytes. The same text is the same
 * version wherever it lies and whoever wrote it.
 */
export function fileVersion(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 12);
}

export function isFileVersion(version: string): boolean {
  return /^[0-9a-f]{12}$/.test(version);
}
