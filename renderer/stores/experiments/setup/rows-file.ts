import type { ReadAs } from "@shared/domain/dataset/dataset.ts";
import type { RowsFile } from "@shared/domain/dataset/rows-file.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import { firstTableRows, mostTableRows, tableOfView } from "@shared/domain/experiment/setup/dataset-table.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../../client.ts";
import { handOverFile } from "../../hand-over-file.ts";
import { useSetup } from "./setup.ts";
import { useSetupPrompts, wantedNames } from "./setup-prompts.ts";

/** The file the rows come from, as long as the window is open: it can be read anew as something else. */
export interface RowsFileState {
  file: RowsFile | null;
  reading: boolean;
  /** Why a file was not read, with its name. */
  problem: { name: string; message: string } | null;
  error: AppError | null;
  /** Takes a file that was chosen, dropped or pasted. */
  read(name: string, content: Blob): Promise<void>;
  /** Reads the one that is there as something else. */
  readAgain(readAs: ReadAs): Promise<void>;
  forget(): void;
}

let reading = new AbortController();

export const useRowsFile = create<RowsFileState>()((set, get) => {
  const take = async (name: string, readAs: ReadAs, hand: (signal: AbortSignal) => Promise<string>): Promise<void> => {
    reading.abort();
    reading = new AbortController();
    const { signal } = reading;
    set({ reading: true, problem: null, error: null });
    try {
      const id = await hand(signal);
      const { variants } = useSetup.getState().draft;
      const { variables } = wantedNames(variants, useSetupPrompts.getState().views);
      const file: RowsFile = { file: id, name, variables: [...variables], readAs };
      const asked = { ...file, most: mostTableRows, first: firstTableRows };
      const found = await engineClient().call("datasets.read", asked, { signal });
      if (signal.aborted) return;
      if (found.read === "error") {
        set({ reading: false, problem: { name, message: found.error.message } });
        return;
      }
      set({ reading: false, file });
      useSetup.getState().setTable(tableOfView(found.view, { source: "file", name, readAt: Date.now() }, file));
    } catch (thrown) {
      if (!signal.aborted) set({ reading: false, error: asAppError(thrown) });
    }
  };
  return {
    file: null,
    reading: false,
    problem: null,
    error: null,
    read: (name, content) => take(name, {}, (signal) => handOverFile(content, signal)),
    async readAgain(readAs) {
      const { file } = get();
      if (file) await take(file.name, { ...file.readAs, ...readAs }, async () => file.file);
    },
    forget() {
      reading.abort();
      set({ file: null, reading: false, problem: null, error: null });
    },
  };
});
