import type { AppError } from "@shared/domain/error/error.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../client.ts";

export interface SetupTextState {
  /** As `experiment.yaml`; null until it has come. */
  yaml: string | null;
  error: AppError | null;
  load(jobId: string, signal: AbortSignal): Promise<void>;
}

/** How the experiment that is open was set up, as the file that would run it again. */
export const useSetupText = create<SetupTextState>()((set) => ({
  yaml: null,
  error: null,
  async load(jobId, signal) {
    set({ yaml: null, error: null });
    try {
      const read = await engineClient().call("experiments.setupOf", { jobId }, { signal });
      if (!("setup" in read)) {
        const why =
          "errors" in read ? read.errors.map(({ message }) => message) : ["Its set-up cannot be written as a file."];
        if (!signal.aborted) set({ yaml: why.map((line) => `# ${line}`).join("\n") });
        return;
      }
      const { yaml } = await engineClient().call("experiments.asYaml", { setup: read.setup }, { signal });
      if (!signal.aborted) set({ yaml });
    } catch (thrown) {
      if (!signal.aborted) set({ error: asAppError(thrown) });
    }
  },
}));
