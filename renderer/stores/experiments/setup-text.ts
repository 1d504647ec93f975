import type { AppError } from "@shared/domain/error/error.ts";
import type { ExperimentSetup } from "@shared/domain/experiment/experiment-setup.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../client.ts";

export interface SetupTextState {
  /** As `experiment.yaml`; null until it has come. */
  yaml: string | null;
  /** Null where it cannot be said in a set-up. */
  setup: ExperimentSetup | null;
  error: AppError | null;
  load(jobId: string, signal: AbortSignal): Promise<void>;
}

/** How the experiment that is open was set up, as the file that would run it again. */
export const useSetupText = create<SetupTextState>()((set) => ({
  yaml: null,
  setup: null,
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
      const { yaml } = await engineClient().call("experiments.asYaml", { setup: read.setup }, { signal });
      if (!signal.aborted) set({ yaml, setup: read.setup });
    } catch (thrown) {
      if (!signal.aborted) set({ error: asAppError(thrown) });
    }
  },
}));
