import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatasetRefusal } from "./dataset-refusal.ts";

/** Pages of fewer bytes altogether stay in memory. */
const mostInMemory = 1024 * 1024;

const unused = new FinalizationRegistry<number>((file) => closeSync(file));

/**
 * Bytes in pages that are written once and read again. Many lie in a file that has no name from its first moment on: nobody
 * else finds it, and it is gone with the process or when nobody holds the pages any more.
 */
export class ScratchPages {
  #held: Uint8Array[] = [];
  #file: number | undefined;
  /** Where each page ends. */
  readonly #ends: number[] = [];

  get length(): number {
    return this.#ends.length;
  }

  /** Adds a page, of which a copy is kept. @throws DatasetRefusal where the disk is full. */
  add(page: Uint8Array): void {
    this.addAll(page, [page.length]);
  }

  /** Adds several that lie one behind the other. @param sizes of each, in bytes. @throws as `add` */
  addAll(pages: Uint8Array, sizes: readonly number[]): void {
    let from = 0;
    for (const size of sizes) {
      this.#ends.push((this.#ends.at(-1) ?? 0) + size);
      if (this.#file === undefined) this.#held.push(new Uint8Array(pages.subarray(from, from + size)));
      from += size;
    }
    if (this.#file !== undefined) writeWhole(this.#file, pages);
    else if ((this.#ends.at(-1) ?? 0) > mostInMemory) this.#putAside();
  }

  /** How many bytes a page has. */
  sizeOf(index: number): number {
    return (this.#ends[index] ?? 0) - (this.#ends[index - 1] ?? 0);
  }

  /** Copies a page into the beginning of `room`, which is to be large enough: so that reading makes no garbage. */
  read(index: number, room: Uint8Array): void {
    const held = this.#held[index];
    if (held) room.set(held);
    if (held || this.#file === undefined) return;
    const start = this.#ends[index - 1] ?? 0;
    const size = this.sizeOf(index);
    for (let at = 0; at < size; ) {
      const count = readSync(this.#file, room, at, size - at, start + at);
      if (count === 0) throw new Error("The rows that were put aside have become shorter.");
      at += count;
    }
  }

  #putAside(): void {
    const file = nameless();
    this.#file = file;
    unused.register(this, file);
    for (const page of this.#held) writeWhole(file, page);
    this.#held = [];
  }
}

function nameless(): number {
  let folder: string;
  let file: number;
  try {
    folder = mkdtempSync(join(tmpdir(), "promptscope-rows-"));
    file = openSync(join(folder, "rows"), "wx+", 0o600);
  } catch (error) {
    throw noRoom(error);
  }
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // Windows may keep an empty folder while its file is open; the file is gone as soon as it is not.
  }
  return file;
}

function writeWhole(file: number, bytes: Uint8Array): void {
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
  } catch (error) {
    throw noRoom(error);
  }
}

function noRoom(error: unknown): DatasetRefusal {
  const why = error instanceof Error ? error.message : String(error);
  return new DatasetRefusal({ code: "no-room", message: `The rows cannot be put aside in ${tmpdir()}: ${why}.` });
}
