import { AppFailure } from "../../../shared/domain/error/app-failure.ts";
import { reportWhile } from "../time/report-while.ts";
import { copyPlaces, createCopyWatch } from "./database-copy.ts";
import { type HistoryClient, startHistoryClient } from "./history-client.ts";

/** Bytes of a copy that are there, and of all of it. */
export interface CopyProgress {
  kind: "copying";
  bytes: number;
  of: number;
}

/** Copies of a history, for backups. Both take long where the history is large, and nobody else waits for them. */
export interface HistoryCopies {
  /**
   * Makes a whole copy at a path that is free, and tells how far it is.
   * @throws AppFailure `storage_failed`; `cancelled` when the signal aborts. Nothing is left at the path then.
   */
  copyTo(path: string, signal: AbortSignal): AsyncGenerator<CopyProgress, void>;
  /** How many runs a copy has; why it cannot be used when it cannot. @throws AppFailure `storage_failed`. */
  checkCopy(path: string): Promise<number | string>;
}

/** @param written resolves when the database has what was given to it so far. */
export function createHistoryCopies(folder: string, written: () => Promise<unknown>): HistoryCopies {
  /** A thread for each piece of work: the one that owns the database does one thing after the other. */
  async function aside<T>(work: (client: HistoryClient) => Promise<T>): Promise<T> {
    const client = startHistoryClient({ folder, aside: true });
    try {
      return await work(client);
    } catch (error) {
      throw new AppFailure("storage_failed", { message: error instanceof Error ? error.message : String(error) });
    } finally {
      await client.close();
    }
  }

  return {
    async *copyTo(path, signal) {
      await written();
      signal.throwIfAborted();
      const watch = createCopyWatch();
      const stop = () => Atomics.store(watch, copyPlaces.isStopped, 1);
      signal.addEventListener("abort", stop);
      try {
        const inBytes = (pages: number) => pages * Atomics.load(watch, copyPlaces.pageBytes);
        yield* reportWhile(
          aside((client) => client.call("copyTo", path, watch)),
          () => ({
            kind: "copying" as const,
            bytes: inBytes(Atomics.load(watch, copyPlaces.pagesDone)),
            of: inBytes(Atomics.load(watch, copyPlaces.pages)),
          }),
        );
      } catch (error) {
        throw signal.aborted ? new AppFailure("cancelled") : error;
      } finally {
        stop();
        signal.removeEventListener("abort", stop);
      }
    },
    checkCopy: (path) => aside((client) => client.call("checkCopy", path)),
  };
}
