import type { AppError } from "@shared/domain/error/error.ts";
import type { TriedEvaluators } from "@shared/domain/experiment/experiment-setup.ts";
import type { PromptIdentity } from "@shared/domain/prompt/prompt.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../../client.ts";
import { experimentNow } from "./setup-view.ts";

/** An answer to try evaluators on: a run that is kept, or a text that is typed. */
export type TriedAnswer =
  | { kind: "run"; runId: string; model: string; version: string | null; at: number; text: string }
  | { kind: "typed"; text: string };

export interface TryState {
  /** The place of the row in the table. */
  row: number | null;
  answer: TriedAnswer | null;
  /** Kept answers that can be tried, newest first. */
  offered: readonly TriedAnswer[];
  /** What the evaluators said of it. */
  tried: TriedEvaluators | null;
  trying: boolean;
  error: AppError | null;
  /** Looks for kept answers of the prompts, and tries the newest. */
  begin(row: number, prompts: readonly PromptIdentity[]): Promise<void>;
  choose(answer: TriedAnswer): Promise<void>;
  /** Asks the models that judge too, which costs. */
  askJudges(): Promise<void>;
  end(): void;
}

const mostOffered = 8;
let trying = new AbortController();

export const useTry = create<TryState>()((set, get) => {
  const run = async (asksJudges: boolean): Promise<void> => {
    trying.abort();
    trying = new AbortController();
    const { signal } = trying;
    const { row, answer } = get();
    if (row === null || !answer) return;
    set({ trying: true, error: null });
    try {
      const tried = await engineClient().call(
        "experiments.tryEvaluators",
        {
          setup: experimentNow(row),
          row: 0,
          answer: answer.kind === "run" ? { runId: answer.runId } : { text: answer.text },
          asksJudges,
        },
        { signal },
      );
      if (!signal.aborted) set({ tried, trying: false });
    } catch (thrown) {
      if (!signal.aborted) set({ error: asAppError(thrown), trying: false });
    }
  };
  return {
    row: null,
    answer: null,
    offered: [],
    tried: null,
    trying: false,
    error: null,
    async begin(row, prompts) {
      set({ row, tried: null, error: null });
      const offered = await keptAnswers(prompts);
      if (get().row !== row) return;
      const answer = get().answer ?? offered[0] ?? { kind: "typed" as const, text: "" };
      set({ offered, answer });
      if (answer.text !== "") await run(false);
    },
    async choose(answer) {
      set({ answer, tried: null });
      await run(false);
    },
    askJudges: () => run(true),
    end() {
      trying.abort();
      set({ row: null, answer: null, tried: null, trying: false, error: null });
    },
  };
});

/** The newest answers that are kept of these prompts; what cannot be read is no offer. */
async function keptAnswers(prompts: readonly PromptIdentity[]): Promise<TriedAnswer[]> {
  const found = await Promise.all(
    prompts.slice(0, 4).map(async ({ library, connection = null, name }) => {
      const filter = {
        promptLibrary: library,
        promptConnection: connection,
        promptName: name,
        outcomes: ["completed" as const],
      };
      const { runs } = await engineClient().call("history.list", { filter, limit: mostOffered });
      return Promise.all(
        runs.map(async ({ id }): Promise<TriedAnswer> => {
          const { record } = await engineClient().call("history.get", { runId: id });
          return {
            kind: "run",
            runId: id,
            model: record.plan?.route.model ?? "",
            version: record.resolved?.prompt.version ?? null,
            at: record.startedAt,
            text: record.output.text,
          };
        }),
      );
    }),
  ).catch(() => []);
  return found
    .flat()
    .filter(({ text }) => text !== "")
    .sort((a, b) => (b.kind === "run" ? b.at : 0) - (a.kind === "run" ? a.at : 0))
    .slice(0, mostOffered);
}
