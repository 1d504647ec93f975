import type { AppError } from "@shared/domain/error/error.ts";
import type { CellsSpec } from "@shared/domain/job/cells-spec.ts";
import { type CellsRow, cellsSpecOf, expandCells, placeOfCell } from "@shared/domain/job/expand-cells.ts";
import { type CellView, hasEnded, type JobView } from "@shared/domain/job/job.ts";
import { refOf } from "@shared/domain/prompt/run-prompt.ts";
import type { RunRequest } from "@shared/domain/run/run.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../client.ts";
import { useDraft } from "../draft/draft.ts";
import { conversationKey, valuesKey } from "../draft/values-key.ts";
import { oncePerFrame } from "./next-frame.ts";
import { viewOfRecord } from "./record-view.ts";
import { anyRunning, type JoinedRun, type RunsByVariant, useRuns } from "./runs.ts";

/** A pass over saved inputs as this window shows it: a job of the engine, and which of its inputs is looked at. */
export interface Pass {
  job: JobView;
  inputs: readonly CellsRow[];
  /** By input id; how its runs ended. */
  cells: Readonly<Record<string, readonly CellView[]>>;
  /** It was begun or goes on, and no call of it has left yet. */
  starting: boolean;
  /** By input id, whether its answers differ; absent until somebody asked. */
  differing?: Readonly<Record<string, boolean>>;
  /** How many runs each input has. */
  runsPerInput: number;
  /** The input whose runs are shown. */
  shown: string | null;
  /** The prompt it belongs to, as values are keyed. */
  prompt: string;
  /** The runs shown before. */
  before: RunsByVariant;
}

export interface PassState {
  pass: Pass | null;
  error: AppError | null;
  /** Starts a pass and shows it. */
  start(spec: CellsSpec): Promise<void>;
  /** Shows a pass that the engine has, from before a reload or taken up again. */
  open(jobId: string): Promise<void>;
  /** What runs goes on to its end; no further input is started until `resume`. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Stops what runs and ends the pass. */
  stop(): Promise<void>;
  /** Sends the runs again that may have left before a crash. */
  retryUncertain(): Promise<void>;
  /** Compares the answers of each input that has been gone through. */
  findDiffering(): Promise<void>;
  /** Shows the runs of an input that has been gone through. The values of the draft stay as they are. */
  show(id: string): Promise<void>;
  /** Ends looking at the results; with `use` the shown input's values become the draft's, else the runs of before are shown. */
  close(options: { use: boolean }): void;
}

/** How an input stands: the worst of its runs, once all have ended. */
export type PassRowState = CellView["state"];

export function rowStateOf({ cells, runsPerInput }: Pass, id: string): PassRowState {
  const own = cells[id] ?? [];
  const has = (state: PassRowState) => own.some((cell) => cell.state === state);
  if (has("uncertain")) return "uncertain";
  if (has("running")) return "running";
  if (own.length < runsPerInput || has("waiting")) return own.length > 0 && !has("waiting") ? "running" : "waiting";
  return has("failed") ? "failed" : has("stopped") ? "stopped" : "answered";
}

/** Whether a pass is going on or paused. */
export function isPassing(): boolean {
  const { pass } = usePass.getState();
  return pass !== null && !hasEnded(pass.job);
}

/** The inputs whose runs have all ended. */
export function doneInputs({ inputs, cells, runsPerInput }: Pass): readonly CellsRow[] {
  return inputs.filter(({ id }) => {
    const ended = (cells[id] ?? []).filter(({ state }) => state !== "running" && state !== "waiting");
    return ended.length === runsPerInput;
  });
}

export const usePass = create<PassState>()((set, get) => {
  let following = new AbortController();

  /** Shows a job and hears of it until it has ended or another is shown. */
  async function follow(job: JobView, spec: CellsSpec, known: readonly CellView[]): Promise<void> {
    following.abort();
    following = new AbortController();
    const { signal } = following;
    const [first] = spec.variants;
    const requests = new Map(expandCells(spec, job.id).map(({ cell, request }) => [cell, request]));
    const pass: Pass = {
      job,
      inputs: spec.rows,
      cells: byRow(known),
      starting: job.state === "running",
      runsPerInput: spec.variants.length * spec.repetitions,
      shown: null,
      prompt: first?.request.prompt ? valuesKey(refOf(first.request.prompt)) : "",
      before: get().pass?.before ?? useRuns.getState().repetitions,
    };
    set({ pass, error: null });
    const begun = new Map<string, JoinedRun>();
    // Once a frame: after a reload the whole pass is told at once, and only its last input is looked at.
    const joining = oncePerFrame(() => {
      for (const joined of begun.values()) useRuns.getState().join(joined);
      begun.clear();
    });
    const show = (joined: JoinedRun): void => {
      if ([...begun.values()].some((other) => other.set !== joined.set)) begun.clear();
      begun.set(joined.runId, joined);
      joining.ask();
    };
    for await (const event of engineClient().stream("jobs.events", { jobId: job.id }, { signal })) {
      const current = get().pass;
      if (signal.aborted || current?.job.id !== job.id) return;
      if (event.type === "job") set({ pass: { ...current, job: event.job, starting: isStarting(current, event.job) } });
      else hear(current, event.cell, requests, show);
    }
  }

  function hear(
    pass: Pass,
    cell: CellView,
    requests: ReadonlyMap<string, RunRequest>,
    show: (joined: JoinedRun) => void,
  ): void {
    const place = placeOfCell(cell.cell);
    if (!place) return;
    const others = (pass.cells[place.row] ?? []).filter((other) => other.cell !== cell.cell);
    const request = requests.get(cell.cell);
    const joined =
      cell.state === "running" && cell.runId !== null && request !== undefined
        ? {
            variantId: place.variant,
            repetition: place.repetition,
            request,
            runId: cell.runId,
            set: `${pass.job.id} ${place.row}`,
          }
        : undefined;
    set({
      pass: {
        ...pass,
        cells: { ...pass.cells, [place.row]: [...others, cell] },
        starting: pass.starting && cell.state !== "running",
        shown: joined ? place.row : pass.shown,
      },
    });
    if (joined) show(joined);
  }

  /** Follows without waiting for the end; what goes wrong is shown. */
  function begin(job: JobView, spec: CellsSpec, known: readonly CellView[]): void {
    follow(job, spec, known).catch((thrown: unknown) => {
      if (get().pass?.job.id === job.id) set({ error: asAppError(thrown) });
    });
  }

  async function act(name: "jobs.pause" | "jobs.resume" | "jobs.cancel"): Promise<void> {
    const { pass } = get();
    if (!pass) return;
    const jobId = pass.job.id;
    if (name === "jobs.resume") set({ pass: { ...pass, starting: true } });
    try {
      await engineClient().call(name, { jobId });
    } catch (thrown) {
      const now = get().pass;
      set({ error: asAppError(thrown), pass: now && { ...now, starting: false } });
    }
  }

  return {
    pass: null,
    error: null,
    async start(spec) {
      const { job } = await engineClient().call("jobs.start", { kind: "cells", spec });
      begin(job, spec, []);
    },
    async open(jobId) {
      const detail = await engineClient().call("jobs.get", { jobId });
      const spec = cellsSpecOf(detail);
      if (!spec) return;
      const ref = refOf(spec.variants[0]?.request.prompt ?? null);
      const { draft, openPrompt } = useDraft.getState();
      // It is looked at with its prompt; which of its versions is open does not matter.
      if (hasEnded(detail.job) && ref && conversationKey(draft.openPrompt) !== conversationKey(ref)) openPrompt(ref);
      begin(detail.job, spec, detail.cells);
    },
    pause: () => act("jobs.pause"),
    resume: () => act("jobs.resume"),
    stop: () => act("jobs.cancel"),
    async retryUncertain() {
      const jobId = get().pass?.job.id;
      if (jobId === undefined) return;
      try {
        await engineClient().call("jobs.retry", { jobId, states: ["uncertain"] });
        // One that had ended is heard no more.
        await get().open(jobId);
      } catch (thrown) {
        set({ error: asAppError(thrown) });
      }
    },
    async findDiffering() {
      const { pass } = get();
      if (!pass) return;
      const differing: Record<string, boolean> = {};
      for (const { id } of doneInputs(pass)) {
        const runs = Object.values(await runsOf(pass.cells[id] ?? [])).flat();
        const answers = new Set(runs.map(({ output }) => JSON.stringify([output.text, output.toolCalls])));
        differing[id] = answers.size > 1;
        const now = get().pass;
        if (now?.job.id !== pass.job.id) return;
      }
      const now = get().pass;
      if (now?.job.id === pass.job.id) set({ pass: { ...now, differing } });
    },
    async show(id) {
      const { pass } = get();
      // What still runs belongs to the input it was started for.
      if (!pass || pass.job.state === "running" || anyRunning(useRuns.getState())) return;
      const runs = await runsOf(pass.cells[id] ?? []);
      if (get().pass?.job.id !== pass.job.id || anyRunning(useRuns.getState())) return;
      useRuns.getState().putBack(runs);
      set({ pass: { ...(get().pass ?? pass), shown: id } });
    },
    close({ use }) {
      const { pass } = get();
      if (!pass) return;
      following.abort();
      const open = useDraft.getState().draft.openPrompt;
      const shown = pass.inputs.find(({ id }) => id === pass.shown);
      const isOpen = open !== null && valuesKey(open) === pass.prompt;
      if (use && shown && isOpen) {
        const { variables, placeholders } = shown;
        useDraft.getState().setSharedValues({ variables, placeholders });
      } else if (!anyRunning(useRuns.getState())) {
        useRuns.getState().putBack(pass.before);
      }
      set({ pass: null, error: null });
      engineClient()
        .call("jobs.dismiss", { jobId: pass.job.id })
        .catch(() => undefined);
    },
  };
});

/** Cells as they stand, by the input they are of. */
function byRow(cells: readonly CellView[]): Pass["cells"] {
  const rows: Record<string, CellView[]> = {};
  for (const cell of cells) {
    const row = placeOfCell(cell.cell)?.row;
    if (row !== undefined) rows[row] = [...(rows[row] ?? []), cell];
  }
  return rows;
}

/** It goes on from a pause, also one that another window ends, in which what ran has gone on to its end. */
function isStarting({ cells, job, starting }: Pass, now: JobView): boolean {
  if (now.state !== "running") return false;
  return (
    starting ||
    (job.state === "paused" &&
      !Object.values(cells)
        .flat()
        .some(({ state }) => state === "running"))
  );
}

/** The runs of an input as they were kept, by variant and repetition. */
async function runsOf(cells: readonly CellView[]): Promise<RunsByVariant> {
  const runs: RunsByVariant = {};
  const placed = cells.flatMap((cell) => {
    const place = placeOfCell(cell.cell);
    return place && cell.runId !== null ? [{ ...place, runId: cell.runId }] : [];
  });
  placed.sort((a, b) => a.repetition - b.repetition);
  const records = await Promise.all(
    placed.map(({ runId }) =>
      engineClient()
        .call("run.get", { runId })
        .catch(() => undefined),
    ),
  );
  for (const [index, { variant }] of placed.entries()) {
    const record = records[index];
    if (record) runs[variant] = [...(runs[variant] ?? []), viewOfRecord(record)];
  }
  return runs;
}
