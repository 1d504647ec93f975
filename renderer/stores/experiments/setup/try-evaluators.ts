import type { AppError } from "@shared/domain/error/error.ts";
import type { TriedEvaluators } from "@shared/domain/experiment/experiment-setup.ts";
import type { PromptIdentity } from "@shared/domain/prompt/prompt.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../../client.ts";
import { useSetup } from "./setup.ts";
import { experimentOfRow } from "./setup-view.ts";

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
  /** Looks for the row's answers in the experiment that is taken up again, then for kept ones of the prompts, and tries the first. */
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
          setup: experimentOfRow(row),
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
      const { joins } = useSetup.getState().draft;
      const [ofCells, ofPrompts] = await Promise.all([
        joins ? cellAnswers(joins.jobId, row) : [],
        keptAnswers(prompts),
      ]);
      const offered = [...ofCells, ...ofPrompts].slice(0, mostOffered);
      if (get().row !== row) return;
      const answer = stillOffered(get().answer, offered) ?? offered[0] ?? { kind: "typed" as const, text: "" };
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

/** What was chosen before, where it is no answer of another row or set-up; an empty text stands in nobody's way. */
function stillOffered(before: TriedAnswer | null, offered: readonly TriedAnswer[]): TriedAnswer | undefined {
  if (before?.kind === "typed") return before.text === "" ? undefined : before;
  return offered.find((one) => one.kind === "run" && one.runId === before?.runId);
}

/** The answers a row has in an experiment, by its variants; what cannot be read is no offer. */
async function cellAnswers(jobId: string, row: number): Promise<TriedAnswer[]> {
  const view = { filter: { kind: "all" }, sort: { by: "row", descending: false } } as const;
  const read = async () => {
    const { rows } = await engineClient().call("experiments.rows", { jobId, view, from: row, count: 1 });
    const runIds = rows.flatMap(({ cells }) => cells.flatMap((cell) => cell?.runId ?? []));
    return Promise.all(runIds.slice(0, mostOffered).map(answerOf));
  };
  return (await read().catch(() => [])).filter(({ text }) => text !== "");
}

async function answerOf(runId: string): Promise<TriedAnswer> {
  const { record } = await engineClient().call("history.get", { runId });
  return {
    kind: "run",
    runId,
    model: record.plan?.route.model ?? "",
    version: record.resolved?.prompt.version ?? null,
    at: record.startedAt,
    text: record.output.text,
  };
}

/** The newest answers that are kept of these prompts; what cannot be read is no offer. */
async function keptAnswers(prompts: readonly PromptIdentity[]): Promise<TriedAnswer[]> {
  const found = await Promise.all(
    prompts.slice(0, 4).map(async ({ library, connection = null, name }) => {
      const filter = {
        promptLibrary: library,
        promptConnection: connection,
        promptName: name,
        outcomes: ["completed" as const],
        cells: true,
      };
      const { runs } = await engineClient().call("history.list", { filter, limit: mostOffered });
      return Promise.all(runs.map(({ id }) => answerOf(id)));
    }),
  ).catch(() => []);
  return found
    .flat()
    .filter(({ text }) => text !== "")
    .sort((a, b) => (b.kind === "run" ? b.at : 0) - (a.kind === "run" ? a.at : 0))
    .slice(0, mostOffered);
}
