import type { AppError } from "@shared/domain/error/error.ts";
import type { SetupFinding } from "@shared/domain/experiment/experiment-setup.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../../client.ts";
import { useExperimentView } from "../experiment-view.ts";
import { useSetup } from "./setup.ts";
import { noteStart } from "./setup-changes.ts";
import { experimentNow, experimentOfFirst, type SetupToSend } from "./setup-view.ts";
import { suggestedName } from "./suggested-name.ts";
import { joinedNow } from "./take-up-again.ts";

/** Rows of a trial: enough to see whether something is wrong. */
export const trialRows = 5;

export interface StartState {
  starting: boolean;
  /** Why it was not started; nothing was sent. */
  problems: readonly SetupFinding[];
  error: AppError | null;
  /** Parts that would be left out: it starts on a yes. */
  asked: { leftOut: readonly SetupFinding[]; begins: Begins } | null;
  /** Starts the experiment of the set-up, or a trial of it over its first rows, and opens it. */
  start(which: "all" | "trial"): Promise<void>;
  confirm(): Promise<void>;
  decline(): void;
}

interface Begins {
  which: "all" | "trial";
  experiment: SetupToSend;
  /** Whose answers are taken over. */
  earlier: ReturnType<typeof joinedNow>;
}

export const useStart = create<StartState>()((set, get) => {
  const run = async (begins: Begins, allowsLeftOut: boolean): Promise<void> => {
    if (get().starting) return;
    set({ starting: true, problems: [], error: null, asked: null });
    try {
      const { experiment, earlier } = begins;
      const joined = earlier === undefined ? {} : { earlier };
      const outcome = await engineClient().call("experiments.start", { ...experiment, allowsLeftOut, ...joined });
      if ("problems" in outcome) set({ problems: outcome.problems });
      else if ("leftOut" in outcome) set({ asked: { leftOut: outcome.leftOut, begins } });
      else {
        if (begins.which === "all") noteStart(outcome.summary.jobId, experiment);
        useExperimentView.getState().open(outcome.summary.jobId);
      }
    } catch (thrown) {
      set({ error: asAppError(thrown) });
    } finally {
      set({ starting: false });
    }
  };
  return {
    starting: false,
    problems: [],
    error: null,
    asked: null,
    start(which) {
      const earlier = joinedNow();
      // A trial has fewer rows than what it would be added to.
      const isAlone = which === "trial" && earlier?.how === "add";
      return run({ which, experiment: experimentToStart(which), earlier: isAlone ? undefined : earlier }, false);
    },
    async confirm() {
      const { asked } = get();
      if (asked) await run(asked.begins, true);
    },
    decline: () => set({ asked: null }),
  };
});

/** With its name, and for a trial the first rows alone. */
function experimentToStart(which: "all" | "trial"): SetupToSend {
  const { draft } = useSetup.getState();
  const { setup, ...beside } = which === "all" ? experimentNow() : { setup: experimentOfFirst(trialRows) };
  const name = draft.name.trim() === "" ? suggestedName(draft) : setup.name;
  if (which === "all") return { ...beside, setup: { ...setup, name } };
  const rows = setup.dataset.rows ?? [];
  return { setup: { ...setup, name: `${name} (${rows.length} rows)`.slice(0, 500) } };
}
