import type { BackupFound } from "@shared/domain/backup.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../client.ts";

/** How a backup that is made or restored stands. */
export type BackupStep =
  | { kind: "idle" }
  /** The system asks for a place, or for a file. */
  | { kind: "choosing" }
  | { kind: "copying"; bytes: number; of: number }
  | { kind: "writing"; bytes: number; of: number }
  /** `path`: where it lies; null where only the browser knows. */
  | { kind: "written"; bytes: number; path: string | null }
  | { kind: "reading"; bytes: number; of: number }
  | { kind: "checking" }
  | { kind: "found"; found: BackupFound }
  | { kind: "noted"; aside: string }
  | { kind: "failed"; error: AppError };

export interface BackupState {
  step: BackupStep;
  /**
   * Has the whole profile written to a file; its bytes never come here.
   * @param fetchFile has the browser keep what lies at a path of this page's address.
   */
  write(fetchFile: (path: string, name: string) => void): Promise<void>;
  /**
   * Has a backup read in and looked at; nothing is replaced.
   * @param file the one the page was given; absent where the host chooses files.
   */
  read(file?: Blob): Promise<void>;
  /** What was found takes the profile's place at the next start. */
  restore(): Promise<void>;
  /** Asks whether a backup took its place at this start. */
  load(): Promise<void>;
  /** What was done at this start, in words; null: nothing. */
  restored: string | null;
  /** Stops what is going on, and forgets what has come. */
  stop(): Promise<void>;
}

function notHandedOver(): AppFailure {
  return new AppFailure("invalid_input", {
    message: "The file could not be handed over.",
    advice: "If it was moved or changed meanwhile, choose it again. Nothing was changed here.",
  });
}

let going = new AbortController();

export const useBackup = create<BackupState>()((set) => {
  const begin = () => {
    going.abort();
    going = new AbortController();
    return going.signal;
  };
  /** What comes of work that was stopped meanwhile is not shown. */
  const follow = async (
    step: BackupStep,
    work: (signal: AbortSignal, show: (step: BackupStep) => void) => Promise<void>,
  ) => {
    const signal = begin();
    const show = (next: BackupStep) => {
      if (!signal.aborted) set({ step: next });
    };
    show(step);
    await work(signal, show).catch((thrown: unknown) => show({ kind: "failed", error: asAppError(thrown) }));
  };
  return {
    step: { kind: "idle" },
    restored: null,
    async load() {
      const restored = await engineClient()
        .call("backup.restored", {})
        .catch(() => null);
      set({ restored });
    },
    write: (fetchFile) =>
      follow({ kind: "choosing" }, async (signal, show) => {
        for await (const event of engineClient().stream("backup.write", {}, { signal })) {
          if (event.kind === "offered") fetchFile(event.path, event.name);
          else show(event.kind === "declined" ? { kind: "idle" } : event);
        }
      }),
    read: (file) =>
      follow(file ? { kind: "reading", bytes: 0, of: file.size } : { kind: "choosing" }, async (signal, show) => {
        const broken = new AbortController();
        const either = { signal: AbortSignal.any([signal, broken.signal]) };
        const handOver = (path: string) =>
          engineClient()
            .sendFile(path, file ?? new Blob(), either)
            .catch((thrown: unknown) => {
              // What the engine refuses it says itself, in the stream.
              if (asAppError(thrown).code === "connection_lost") broken.abort();
            });
        try {
          for await (const event of engineClient().stream("backup.read", {}, either)) {
            if (event.kind === "wanted") void handOver(event.path);
            else show(event.kind === "declined" ? { kind: "idle" } : event);
          }
        } catch (thrown) {
          throw broken.signal.aborted ? notHandedOver() : thrown;
        }
      }),
    async restore() {
      const signal = begin();
      try {
        const { aside } = await engineClient().call("backup.restore", {}, { signal });
        set({ step: { kind: "noted", aside } });
      } catch (thrown) {
        if (!signal.aborted) set({ step: { kind: "failed", error: asAppError(thrown) } });
      }
    },
    async stop() {
      const signal = begin();
      set({ step: { kind: "idle" } });
      await engineClient()
        .call("backup.forget", {}, { signal })
        .catch((thrown: unknown) => {
          if (!signal.aborted) set({ step: { kind: "failed", error: asAppError(thrown) } });
        });
    },
  };
});
