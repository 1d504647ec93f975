import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatasetOutcome } from "@shared/domain/dataset/dataset.ts";
import type { DatasetReading, TakenRows } from "@shared/domain/dataset/dataset-view.ts";
import { largestRowsFile, type RowsFile, rowsFileOf } from "@shared/domain/dataset/rows-file.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { storageFailure } from "../store/json-document.ts";
import { moveFile } from "../store/move-file.ts";
import type { Clock } from "../time/clock.ts";
import { readDatasetFile } from "./read-dataset.ts";
import { viewOfOutcome } from "./view-dataset.ts";

/**
 * Rows that set-ups name. Files of them the window has handed over piece by piece, so that however many rows one has, neither
 * the window nor a message between them ever holds all; they lie in the profile, since a set-up outlives the window. Those of
 * an experiment stay where they are kept.
 */
export interface RowsFiles {
  /**
   * A piece of a file.
   * @param at how many bytes came before it; 0 begins anew.
   * @param size how many it has in all.
   * @throws AppFailure `invalid_input`: a piece is missing, or it is too large; `storage_failed`.
   */
  take(file: string, at: number, size: number, piece: Uint8Array): Promise<void>;
  /** Rows that are there whole. Those that were read last stay at hand. @throws AppFailure `not_found`, AbortError */
  read(file: RowsFile, signal: AbortSignal): Promise<DatasetOutcome>;
  /** As the window shows them; of one that is too large for it the first. @throws as `read` */
  view(file: RowsFile, taken: TakenRows, signal: AbortSignal): Promise<DatasetReading>;
  /** Those of a profile that cannot be written go. */
  close(): Promise<void>;
}

export interface RowsFilesPorts {
  /** The folder they lie in; null where the profile cannot be written: then they are gone with the process. */
  folder: string | null;
  clock: Pick<Clock, "now">;
  /** Files that set-ups name; others go after a day. */
  named(): Promise<ReadonlySet<string>>;
  /** The rows an experiment has kept. @throws AppFailure `not_found`, AbortError */
  ofExperiment(jobId: string, signal: AbortSignal): Promise<DatasetOutcome>;
}

/** A window takes no more of a file at once, in bytes. */
const mostBytesOfTable = 16 * 1024 * 1024;
const unusedMs = 24 * 60 * 60 * 1_000;
/** Behind the name of one that has not come whole. */
const partly = ".part";

export function createRowsFiles({ folder: own, clock, named, ofExperiment }: RowsFilesPorts): RowsFiles {
  const folder = own ?? join(tmpdir(), `promptscope-rows-${randomUUID()}`);
  let last: { key: string; waiting: number; stop: AbortController; outcome: Promise<DatasetOutcome> } | undefined;

  async function write(file: string, at: number, size: number, piece: Uint8Array): Promise<void> {
    const part = join(folder, file + partly);
    if (at === 0) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await removeUnused();
    }
    const handle = await open(part, at === 0 ? "w" : "a", 0o600);
    try {
      const { size: before } = await handle.stat();
      if (before !== at) throw new AppFailure("invalid_input", { message: "A piece of the file is missing." });
      await handle.writeFile(piece);
      if (at + piece.byteLength === size) await handle.sync();
    } finally {
      await handle.close();
    }
    if (at + piece.byteLength === size) await moveFile(part, join(folder, file));
  }

  /** What no set-up names stays a day: another window may be about to take it. */
  async function removeUnused(): Promise<void> {
    const used = await named();
    for (const name of await readdir(folder)) {
      if (used.has(name)) continue;
      const { mtimeMs } = await stat(join(folder, name));
      if (clock.now() - mtimeMs > unusedMs) await rm(join(folder, name), { force: true });
    }
  }

  async function sizeOf({ file, name }: RowsFile): Promise<number> {
    try {
      return (await stat(join(folder, file))).size;
    } catch {
      throw new AppFailure("not_found", {
        message: `The rows of ${name} are not here any more.`,
        advice: "Choose the file again.",
      });
    }
  }

  function readWhole({ file, of, name, variables, readAs }: RowsFile, signal: AbortSignal): Promise<DatasetOutcome> {
    if (of === "experiment") return ofExperiment(file, signal);
    return readDatasetFile(join(folder, file), { name, variables, readAs, signal });
  }

  const files: RowsFiles = {
    async view(file, { most, first }, signal) {
      const found = await files.read(file, signal);
      const isLarge = first !== undefined && file.of === undefined && (await sizeOf(file)) > mostBytesOfTable;
      return viewOfOutcome(found, file.variables, { most: isLarge ? first : most, first }, signal);
    },
    async take(file, at, size, piece) {
      if (size > largestRowsFile) throw new AppFailure("invalid_input", { message: "The file is larger than 512 MB." });
      if (at + piece.byteLength > size)
        throw new AppFailure("invalid_input", { message: "More came than the file has." });
      try {
        await write(file, at, size, piece);
      } catch (error) {
        if (error instanceof AppFailure) throw error;
        throw storageFailure("The file could not be taken in.", error);
      }
    },
    async close() {
      last?.stop.abort();
      if (own === null) await rm(folder, { recursive: true, force: true });
    },
    async read(file, signal) {
      if (file.of === undefined) await sizeOf(file);
      signal.throwIfAborted();
      const key = JSON.stringify(rowsFileOf(file));
      if (last?.key !== key) {
        const stop = new AbortController();
        last = { key, waiting: 0, stop, outcome: readWhole(file, stop.signal) };
      }
      const reading = last;
      const { promise: left, reject: leave } = Promise.withResolvers<never>();
      const onAbort = () => leave(signal.reason);
      signal.addEventListener("abort", onAbort, { once: true });
      reading.waiting += 1;
      try {
        return await Promise.race([reading.outcome, left]);
      } catch (error) {
        // Nobody waits for it any more, or it failed: the next one reads it again.
        if (reading.waiting === 1) {
          reading.stop.abort();
          if (last === reading) last = undefined;
        }
        throw error;
      } finally {
        reading.waiting -= 1;
        signal.removeEventListener("abort", onAbort);
      }
    },
  };
  return files;
}
