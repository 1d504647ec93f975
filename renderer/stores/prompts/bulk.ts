import type { AppError } from "@shared/domain/error/error.ts";
import type { PortablePrompt, PutInOutcome } from "@shared/domain/prompt/portable-prompt.ts";
import { identityOf } from "@shared/domain/prompt/prompt-key.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../client.ts";
import { openList, useLibrary } from "./library.ts";
import type { WritablePlace } from "./writable-places.ts";

/** What became of one prompt of an import. */
export interface ImportedRow {
  name: string;
  versions: number;
  outcome: PutInOutcome | { kind: "failed"; error: AppError };
}

/** All prompts of a library into a file, or those of a file into a library, one after another. */
export interface BulkState {
  /** Null while the dialog is closed. */
  kind: "export" | "import" | null;
  done: number;
  total: number;
  running: boolean;
  error: AppError | null;
  rows: readonly ImportedRow[];
  /** Listed, but not in the export, each with the reason. */
  left: readonly { name: string; reason: string }[];
  start(kind: "export" | "import"): void;
  /** The prompts of the open library with all their versions; null when it was stopped or failed. */
  takeAll(): Promise<PortablePrompt[] | null>;
  putAll(prompts: readonly PortablePrompt[], place: WritablePlace, acceptsChanges: boolean): Promise<void>;
  stop(): void;
  close(): void;
}

const closed = { kind: null, done: 0, total: 0, running: false, error: null, rows: [], left: [] } as const;

let working = new AbortController();

export const useBulk = create<BulkState>()((set, get) => ({
  ...closed,
  start: (kind) => set({ ...closed, kind }),
  async takeAll() {
    working = new AbortController();
    const { signal } = working;
    const list = openList(useLibrary.getState());
    if (!list) return null;
    const taken: PortablePrompt[] = [];
    const readable = list.prompts.filter(({ problem }) => problem === undefined);
    const left = list.prompts.flatMap(({ name, problem }) =>
      problem === undefined ? [] : [{ name, reason: problem }],
    );
    set({ running: true, error: null, left, done: 0, total: readable.length });
    try {
      for (const { name } of readable) {
        const prompt = identityOf({ ...list, name });
        try {
          taken.push(await engineClient().call("prompts.takeOut", { prompt }, { signal }));
        } catch (thrown) {
          const error = asAppError(thrown);
          // A file that is no prompt says so only when it is read; any other failure would leave out what is there.
          if (signal.aborted || error.code !== "prompt_invalid") throw thrown;
          set({ left: [...get().left, { name, reason: error.message }] });
        }
        set({ done: get().done + 1 });
      }
    } catch (thrown) {
      if (!signal.aborted) set({ error: asAppError(thrown) });
      set({ running: false });
      return null;
    }
    set({ running: false });
    return taken;
  },
  async putAll(prompts, { place }, acceptsChanges) {
    working = new AbortController();
    const { signal } = working;
    set({ running: true, error: null, rows: [], done: 0, total: prompts.length });
    for (const prompt of prompts) {
      const row = { name: prompt.name, versions: prompt.versions.length };
      try {
        const { outcome } = await engineClient().call("prompts.putIn", { place, prompt, acceptsChanges }, { signal });
        set({ rows: [...get().rows, { ...row, outcome }] });
      } catch (thrown) {
        if (signal.aborted) break;
        set({ rows: [...get().rows, { ...row, outcome: { kind: "failed", error: asAppError(thrown) } }] });
      }
      set({ done: get().done + 1 });
    }
    set({ running: false });
    await useLibrary.getState().renew(place);
  },
  stop: () => working.abort(),
  close() {
    working.abort();
    set({ ...closed });
  },
}));
