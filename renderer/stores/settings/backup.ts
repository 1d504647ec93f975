import type { BackupFound } from "@shared/domain/backup.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import { create } from "zustand";
import { fromBase64, toBase64 } from "../base64.ts";
import { asAppError, engineClient } from "../client.ts";

/** How a backup that is made or restored stands. */
export type BackupStep =
  | { kind: "idle" }
  | { kind: "writing"; bytes: number }
  | { kind: "written"; bytes: number }
  | { kind: "taking"; bytes: number; of: number }
  | { kind: "found"; found: BackupFound }
  | { kind: "noted"; aside: string }
  | { kind: "failed"; error: AppError };

export interface BackupState {
  step: BackupStep;
  /** The whole profile; null when it was stopped or failed. */
  write(): Promise<Blob | null>;
  /** Hands a backup over and looks at it; nothing is replaced. */
  take(file: Blob): Promise<void>;
  /** What was found takes the profile's place at the next start. */
  restore(): Promise<void>;
  /** Asks whether a backup took its place at this start. */
  load(): Promise<void>;
  /** What was done at this start, in words; null: nothing. */
  restored: string | null;
  /** Stops what is going on, and forgets what has come. */
  stop(): Promise<void>;
}

/** Bytes sent at once. */
const pieceBytes = 1_048_576;

let going = new AbortController();

export const useBackup = create<BackupState>()((set) => {
  const begin = () => {
    going.abort();
    going = new AbortController();
    return going.signal;
  };
  const fail = (thrown: unknown, signal: AbortSignal) => {
    if (!signal.aborted) set({ step: { kind: "failed", error: asAppError(thrown) } });
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
    async write() {
      const signal = begin();
      const parts: Uint8Array<ArrayBuffer>[] = [];
      let bytes = 0;
      set({ step: { kind: "writing", bytes } });
      try {
        for await (const { data } of engineClient().stream("backup.write", {}, { signal })) {
          const part = fromBase64(data);
          parts.push(part);
          bytes += part.byteLength;
          set({ step: { kind: "writing", bytes } });
        }
        if (signal.aborted) return null;
        set({ step: { kind: "written", bytes } });
        return new Blob(parts, { type: "application/octet-stream" });
      } catch (thrown) {
        fail(thrown, signal);
        return null;
      }
    },
    async take(file) {
      const signal = begin();
      try {
        for (let at = 0; at === 0 || at < file.size; at += pieceBytes) {
          set({ step: { kind: "taking", bytes: at, of: file.size } });
          const piece = new Uint8Array(await file.slice(at, at + pieceBytes).arrayBuffer());
          await engineClient().call("backup.take", { at, data: toBase64(piece) }, { signal });
        }
        const found = await engineClient().call("backup.look", {}, { signal });
        if (!signal.aborted) set({ step: { kind: "found", found } });
      } catch (thrown) {
        fail(thrown, signal);
      }
    },
    async restore() {
      const signal = begin();
      try {
        const { aside } = await engineClient().call("backup.restore", {}, { signal });
        set({ step: { kind: "noted", aside } });
      } catch (thrown) {
        fail(thrown, signal);
      }
    },
    async stop() {
      const signal = begin();
      set({ step: { kind: "idle" } });
      await engineClient()
        .call("backup.forget", {}, { signal })
        .catch((thrown: unknown) => fail(thrown, signal));
    },
  };
});
