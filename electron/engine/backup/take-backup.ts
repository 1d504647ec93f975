import { createHash } from "node:crypto";
import { type FileHandle, mkdir, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import { backupFormat, backupVersion, isBackedUp, longestLine, notABackup } from "./backup-file.ts";

/** A backup that comes in pieces, taken apart into a folder as it comes. */
export interface BackupIntake {
  /** @throws AppFailure `invalid_input`: no backup, of a newer version, with a file that may not be there. */
  write(piece: Uint8Array): Promise<void>;
  /** Nothing more comes. @throws AppFailure `invalid_input` when it was cut or changed. */
  end(): Promise<{ createdAt: number; files: number }>;
  /** Closes what is open; the folder stays. */
  close(): Promise<void>;
}

/** @param folder empty, and made by whoever calls. */
export function takeBackup(folder: string): BackupIntake {
  const hash = createHash("sha256");
  const seen = new Set<string>();
  let line: Buffer = Buffer.alloc(0);
  let file: FileHandle | null = null;
  let left = 0;
  let createdAt: number | null = null;
  let ended: { files: number; sha256: string } | null = null;
  let digest = "";

  async function closeFile(): Promise<void> {
    const open = file;
    file = null;
    await open?.close();
  }

  async function takeLine(text: string, raw: Buffer): Promise<void> {
    const said = parse(text);
    if (createdAt === null) {
      if (said["format"] !== backupFormat) throw notABackup("it is not a backup of Promptscope.");
      if (typeof said["version"] !== "number" || said["version"] > backupVersion) {
        throw notABackup("it was made by a newer Promptscope.");
      }
      createdAt = Number(said["createdAt"]);
    } else if (said["end"] === true) {
      ended = { files: Number(said["files"]), sha256: String(said["sha256"]) };
      digest = hash.digest("hex");
      return;
    } else await begin(String(said["path"]), Number(said["bytes"]));
    hash.update(raw);
  }

  async function begin(path: string, bytes: number): Promise<void> {
    if (!isBackedUp(path) || seen.has(path.toLowerCase())) {
      throw notABackup(`it has a file that belongs into no profile: ${path.slice(0, 200)}`);
    }
    if (!Number.isSafeInteger(bytes) || bytes < 0) throw notABackup("a file in it has no size.");
    seen.add(path.toLowerCase());
    const target = join(folder, ...path.split("/"));
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    file = await open(target, "wx", 0o600);
    left = bytes;
    if (left === 0) await closeFile();
  }

  return {
    async write(piece) {
      let bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
      while (bytes.byteLength > 0) {
        if (ended) throw notABackup("something stands behind its end.");
        if (file) {
          const part = bytes.subarray(0, left);
          await file.write(part);
          hash.update(part);
          left -= part.byteLength;
          bytes = bytes.subarray(part.byteLength);
          if (left === 0) await closeFile();
          continue;
        }
        const end = bytes.indexOf(0x0a);
        const part = end < 0 ? bytes : bytes.subarray(0, end + 1);
        line = Buffer.concat([line, part]);
        if (line.byteLength > longestLine) throw notABackup("it is not a backup of Promptscope.");
        bytes = bytes.subarray(part.byteLength);
        if (end < 0) return;
        const whole = line;
        line = Buffer.alloc(0);
        await takeLine(whole.toString("utf8"), whole);
      }
    },
    async end() {
      if (createdAt === null) throw notABackup("it is not a backup of Promptscope.");
      if (!ended || ended.files !== seen.size) throw notABackup("it is not whole: its end is missing.");
      if (ended.sha256 !== digest) throw notABackup("it was changed or damaged.");
      return { createdAt, files: seen.size };
    },
    close: closeFile,
  };
}

function parse(text: string): JsonObject {
  try {
    const said = JSON.parse(text) as JsonValue;
    if (isJsonObject(said)) return said;
  } catch {
    // Said below.
  }
  throw notABackup("it is not a backup of Promptscope.");
}
