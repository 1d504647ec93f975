import type { SavedInput } from "@shared/domain/prompt/saved-input.ts";
import { create } from "zustand";
import { noValues, type PromptValues, useDraft } from "../draft/draft.ts";
import { valuesKey } from "../draft/values-key.ts";
import { runEnd } from "../run/run-end.ts";
import { anyRunning, type RunsByVariant, useRuns } from "../run/runs.ts";

/** What came of one input. */
export interface InputResult {
  input: SavedInput;
  runs: RunsByVariant;
  failed: number;
  /** Stopped by the person, which is no failure. */
  stopped: number;
}

/** A pass over saved inputs: each fills the variants, one after another. */
export interface InputsPass {
  inputs: SavedInput[];
  results: InputResult[];
  state: "running" | "paused" | "ended";
  /** UTC milliseconds. */
  startedAt: number;
  /** The input whose runs are shown. */
  shown: string | null;
  /** The values before the pass, to be put back. */
  before: PromptValues;
  /** The prompt it belongs to. */
  prompt: string;
}

export interface InputsRunState {
  pass: InputsPass | null;
  /** Runs over the inputs; `runAll` fills every variant once and resolves when all of them have ended. */
  start(inputs: SavedInput[], runAll: () => Promise<void>): Promise<void>;
  /** What runs goes on to its end; no further input is started until `resume`. */
  pause(): void;
  resume(): void;
  /** Stops what runs and ends the pass. */
  stop(): void;
  /** Shows the runs of an input that has been gone through, with its values. */
  show(id: string): void;
  /** Ends looking at the results; puts the values from before back where asked. */
  close(options: { restore: boolean }): void;
}

/** Whether a pass is going on or paused. */
export function isPassing(): boolean {
  const { pass } = useInputsRun.getState();
  return pass !== null && pass.state !== "ended";
}

let wake = () => {};

export const useInputsRun = create<InputsRunState>()((set, get) => {
  const change = (part: Partial<InputsPass>): void => {
    const { pass } = get();
    if (pass) set({ pass: { ...pass, ...part } });
  };
  const fillWith = ({ variables, placeholders }: PromptValues): void =>
    useDraft.getState().setSharedValues({ variables, placeholders });

  const runOne = async (input: SavedInput, runAll: () => Promise<void>): Promise<void> => {
    fillWith(input);
    change({ shown: input.id });
    await runAll();
    const { variants } = useDraft.getState().draft;
    const { repetitions } = useRuns.getState();
    const runs = Object.fromEntries(variants.map(({ id }) => [id, repetitions[id] ?? []]));
    const ends = Object.values(runs).flat().map(runEnd);
    const failed = ends.filter((end) => end === "failed").length;
    const stopped = ends.filter((end) => end === "stopped").length;
    change({ results: [...(get().pass?.results ?? []), { input, runs, failed, stopped }] });
  };

  return {
    pass: null,
    async start(inputs, runAll) {
      const { draft } = useDraft.getState();
      if (!draft.openPrompt || inputs.length === 0) return;
      const prompt = valuesKey(draft.openPrompt);
      const before = draft.values[prompt] ?? noValues;
      set({ pass: { inputs, results: [], state: "running", startedAt: Date.now(), shown: null, before, prompt } });
      for (const input of inputs) {
        if (get().pass?.state === "paused") {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        const open = useDraft.getState().draft.openPrompt;
        if (get().pass?.state !== "running" || !open || valuesKey(open) !== prompt) break;
        await runOne(input, runAll);
      }
      change({ state: "ended" });
    },
    pause: () => change({ state: "paused" }),
    resume() {
      change({ state: "running" });
      wake();
    },
    stop() {
      change({ state: "ended" });
      useRuns.getState().stop();
      wake();
    },
    show(id) {
      const { pass } = get();
      const result = pass?.results.find(({ input }) => input.id === id);
      // What still runs belongs to the input it was started for.
      if (!result || pass?.state === "running" || anyRunning(useRuns.getState())) return;
      fillWith(result.input);
      useRuns.getState().putBack(result.runs);
      change({ shown: id });
    },
    close({ restore }) {
      const { pass } = get();
      if (!pass) return;
      const open = useDraft.getState().draft.openPrompt;
      if (restore && open && valuesKey(open) === pass.prompt) fillWith(pass.before);
      set({ pass: null });
    },
  };
});
