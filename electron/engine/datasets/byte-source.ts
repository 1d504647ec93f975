import { open, stat } from "node:fs/promises";
import { largestRowsFile } from "@shared/domain/dataset/rows-file.ts";
import { DatasetRefusal } from "./dataset-refusal.ts";

const pieceLength = 65_536;
const headLength = 65_536;

/** The bytes of a file, from wherever: read in pieces, from the start as often as it takes. */
export interface ByteSource {
  /** Its first bytes. @throws DatasetRefusal */
  head(): Promise<Buffer>;
  /** All of them. A piece holds until the next one is asked for. @throws DatasetRefusal, AbortError */
  pieces(): AsyncIterable<Buffer>;
}

export function sourceOfBytes(bytes: Buffer, signal: AbortSignal, length = pieceLength): ByteSource {
  return {
    head: async () => bytes.subarray(0, headLength),
    async *pieces() {
      for (let at = 0; at < bytes.length; at += length) {
        signal.throwIfAborted();
        yield bytes.subarray(at, at + length);
      }
    },
  };
}

export function sourceOfFile(path: string, signal: AbortSignal): ByteSource {
  const refuse = (code: string, message: string) => new DatasetRefusal({ code, message });

  async function opened() {
    try {
      const found = await stat(path);
      if (found.isDirectory()) throw refuse("folder", "This is a folder and no file.");
      if (!found.isFile()) throw refuse("special-file", "This is no ordinary file.");
      if (found.size > largestRowsFile) throw refuse("too-large", "The file is larger than 512 MB.");
      return await open(path);
    } catch (error) {
      if (error instanceof DatasetRefusal) throw error;
      throw refuse("not-found", `The file cannot be opened: ${(error as Error).message}`);
    }
  }

  async function* read(into: Buffer): AsyncGenerator<Buffer> {
    const file = await opened();
    try {
      for (;;) {
        signal.throwIfAborted();
        const { bytesRead } = await file.read(into, 0, into.length, null);
        if (bytesRead === 0) return;
        yield into.subarray(0, bytesRead);
      }
    } finally {
      await file.close();
    }
  }

  return {
    async head() {
      for await (const first of read(Buffer.allocUnsafeSlow(headLength))) return first;
      return Buffer.alloc(0);
    },
    pieces: () => read(Buffer.allocUnsafeSlow(pieceLength)),
  };
}
