import type { AppError } from "@shared/domain/error/error.ts";
import type { ExperimentSetup, KeptRowsOfSetup } from "@shared/domain/experiment/experiment-setup.ts";
import type { FileRows } from "@shared/domain/experiment/setup/file-rows.ts";
import { noPatch } from "@shared/domain/experiment/setup/rows-patch.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../client.ts";

export interface SetupTextState {
  /** As `experiment.yaml`; null until it has come. */
  yaml: string | null;
  /** Null where it cannot be said in a set-up. */
  setup: ExperimentSetup | null;
  /** Of which the set-up has one where they are too many for the window. */
  rows: number;
  error: AppError | null;
  load(jobId: string, signal: AbortSignal): Promise<void>;
}

/** How the experiment that is open was set up, as the file that would run it again. */
export const useSetupText = create<SetupTextState>()((set) => ({
  yaml: null,
  setup: null,
  rows: 0,
  error: null,
  async load(jobId, signal) {
    set({ yaml: null, setup: null, error: null });
    try {
      const read = await engineClient().call("experiments.setupOf", { jobId }, { signal });
      if (!("setup" in read)) {
        const why =
          "errors" in read ? read.errors.map(({ message }) => message) : ["Its set-up cannot be written as a file."];
        if (!signal.aborted) set({ yaml: why.map((line) => `# ${line}`).join("\n") });
        return;
      }
      const { setup, kept } = read;
      const asked = kept ? { setup, fileRows: fileRowsOf(kept) } : { setup };
      const { yaml } = await engineClient().call("experiments.asYaml", asked, { signal });
      const rows = kept?.view.count ?? setup.dataset.rows?.length ?? 0;
      if (!signal.aborted) set({ yaml, setup, rows });
    } catch (thrown) {
      if (!signal.aborted) set({ error: asAppError(thrown) });
    }
  },
}));

function fileRowsOf({ file, columns }: KeptRowsOfSetup): FileRows {
  return { ...file, targets: columns, expectedFrom: null, fixed: {}, empty: [], answers: [], ...noPatch };
}
