import type { AppError } from "@shared/domain/error/error.ts";
import type { ReadSetup, RunnableFile, SetupReading } from "@shared/domain/experiment/experiment-setup.ts";
import { draftOfExperiment } from "@shared/domain/experiment/setup/draft-of-experiment.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../../client.ts";
import { useExperimentView } from "../experiment-view.ts";
import { useSetup } from "./setup.ts";

/** A file of a set-up that was read: one with parts left out waits for a yes, one that says more than a set-up can is run as it is. */
export type LoadedSetup =
  | { kind: "errors"; name: string; lines: readonly string[] }
  | { kind: "asks"; name: string; reading: SetupReading }
  | { kind: "runnable"; name: string; path: string; file: RunnableFile };

export interface LoadSetupState {
  loading: boolean;
  loaded: LoadedSetup | null;
  error: AppError | null;
  /** Reads the text of a file; true when it was taken. Files it names cannot be read. */
  loadText(name: string, text: string): Promise<boolean>;
  /**
   * Reads a file of this machine with what it names below its folder, or brings in the experiments of a store (`.db`); true
   * when it was taken.
   */
  loadPath(path: string): Promise<boolean>;
  /** Takes what was read without the parts that are left out. */
  takeRest(): void;
  /** Runs a file as it is, without the parts that are left out; true when it has begun. */
  runFile(): Promise<boolean>;
  reset(): void;
}

export const useLoadSetup = create<LoadSetupState>()((set, get) => {
  const load = async (name: string, path: string | null, read: () => Promise<ReadSetup>): Promise<boolean> => {
    set({ loading: true, loaded: null, error: null });
    try {
      const found = await read();
      set({ loading: false });
      if ("errors" in found) set({ loaded: { kind: "errors", name, lines: found.errors.map(placed) } });
      else if ("runnable" in found) set({ loaded: { kind: "runnable", name, path: path ?? name, file: found } });
      else if (found.refusals.length > 0) set({ loaded: { kind: "asks", name, reading: found } });
      else {
        take(name, found);
        return true;
      }
    } catch (thrown) {
      set({ loading: false, error: asAppError(thrown) });
    }
    return false;
  };
  /** Brings in what the command line has run, and opens the newest of it. */
  const takeStore = async (path: string): Promise<boolean> => {
    set({ loading: true, loaded: null, error: null });
    try {
      const { taken, known, running } = await engineClient().call("experiments.takeStore", { path });
      const newest = taken[0] ?? known[0];
      set({ loading: false });
      if (newest !== undefined) {
        useExperimentView.getState().open(newest);
        return true;
      }
      const lines = [
        `A command is at work on ${running.length === 1 ? "its experiment" : `its ${running.length} experiments`}: open it when that has ended.`,
      ];
      set({ loaded: { kind: "errors", name: nameOf(path), lines } });
    } catch (thrown) {
      set({ loading: false, error: asAppError(thrown) });
    }
    return false;
  };
  return {
    loading: false,
    loaded: null,
    error: null,
    loadText: (name, text) => load(name, null, () => engineClient().call("experiments.readFile", { name, text })),
    loadPath: (path) =>
      isStore(path)
        ? takeStore(path)
        : load(nameOf(path), path, () => engineClient().call("experiments.readPath", { path })),
    takeRest() {
      const { loaded } = get();
      if (loaded?.kind === "asks") take(loaded.name, loaded.reading);
      set({ loaded: null });
    },
    async runFile() {
      const { loaded } = get();
      if (loaded?.kind !== "runnable") return false;
      set({ loading: true, error: null });
      try {
        const { shown } = loaded.file.runnable;
        const outcome = await engineClient().call("experiments.startFile", {
          path: loaded.path,
          allowsLeftOut: true,
          shown,
        });
        if ("summary" in outcome) {
          set({ loading: false, loaded: null });
          useExperimentView.getState().open(outcome.summary.jobId);
          return true;
        }
        const found = "problems" in outcome ? outcome.problems : outcome.leftOut;
        set({
          loading: false,
          loaded: { kind: "errors", name: loaded.name, lines: found.map(({ message }) => message) },
        });
      } catch (thrown) {
        set({ loading: false, error: asAppError(thrown) });
      }
      return false;
    },
    reset: () => set({ loading: false, loaded: null, error: null }),
  };
});

const isStore = (path: string) => path.endsWith(".db");
const nameOf = (path: string) => path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);

function take(name: string, { setup, warnings, refusals }: SetupReading): void {
  const made = draftOfExperiment(setup, { source: "file", name, readAt: Date.now() });
  const notes = [...refusals.map((one) => `Left out: ${placed(one)}`), ...warnings.map(placed)];
  useSetup.getState().replace(made, name, notes);
  useExperimentView.getState().startNew();
}

/** What was found, with the line it stands on. */
export function placed({ line, message }: { line: number; message: string }): string {
  return message.includes(`ine ${line}`) ? message : `Line ${line}: ${message}`;
}
