import type { ReadAs } from "@shared/domain/dataset/dataset.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import { mostSetupRows, tableOfView } from "@shared/domain/experiment/setup/dataset-table.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../../client.ts";
import { useSetup } from "./setup.ts";
import { useSetupPrompts, wantedNames } from "./setup-prompts.ts";

/** The file the rows come from, as long as the window is open: it can be read anew as something else. */
export interface RowsFileState {
  file: { name: string; base64: string; readAs: ReadAs } | null;
  reading: boolean;
  /** Why a file was not read, with its name. */
  problem: { name: string; message: string } | null;
  error: AppError | null;
  read(name: string, base64: string, readAs?: ReadAs): Promise<void>;
  forget(): void;
}

let reading = new AbortController();

export const useRowsFile = create<RowsFileState>()((set) => ({
  file: null,
  reading: false,
  problem: null,
  error: null,
  async read(name, base64, readAs = {}) {
    reading.abort();
    reading = new AbortController();
    const { signal } = reading;
    set({ reading: true, problem: null, error: null });
    const { variants } = useSetup.getState().draft;
    const { variables } = wantedNames(variants, useSetupPrompts.getState().views);
    try {
      const found = await engineClient().call(
        "datasets.read",
        { name, base64, variables: [...variables], readAs, most: mostSetupRows },
        { signal },
      );
      if (signal.aborted) return;
      if (found.read === "error") {
        set({ reading: false, problem: { name, message: found.error.message } });
        return;
      }
      set({ reading: false, file: { name, base64, readAs } });
      useSetup.getState().setTable(tableOfView(found.view, { source: "file", name, readAt: Date.now() }));
    } catch (thrown) {
      if (!signal.aborted) set({ reading: false, error: asAppError(thrown) });
    }
  },
  forget() {
    reading.abort();
    set({ file: null, reading: false, problem: null, error: null });
  },
}));
