import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { AppError, Warning } from "@shared/domain/error/error.ts";
import { nameCell } from "@shared/domain/job/expand-cells.ts";
import { emptyOutput } from "@shared/domain/run/fold-events.ts";
import type { RunRecord, RunRequest } from "@shared/domain/run/run.ts";
import type { Outcome, QueuePlace, RunMetrics, RunOutput } from "@shared/domain/run/stream-event.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../client.ts";
import { applyEvent } from "./apply-event.ts";
import { recordsToLetGo, withoutRecord } from "./held-records.ts";
import { oncePerFrame } from "./next-frame.ts";
import { createEarlyLooks } from "./read-while-running.ts";
import { followRun } from "./run-events.ts";
import { startJob, type VariantStart } from "./start-job.ts";

/** A run as a column shows it. A new object at most once per frame, so that React can compare by identity. */
export interface RunView {
  runId: string | null;
  state: "starting" | "waiting" | "streaming" | "finished";
  request: RunRequest;
  /** UTC milliseconds, for a clock that counts while the run goes on. */
  startedAt: number;
  output: RunOutput;
  warnings: Warning[];
  httpStatus?: number;
  /** Milliseconds from the start to the first token that came as a stream event. */
  firstTokenAt?: number;
  /** The next attempt, when it starts (UTC ms) and why it is needed; absent once it has started. */
  retry?: { attempt: number; startsAt: number; error: AppError };
  /** What it waits for in the queue, and until when (UTC ms) a pause lasts; absent when it does not wait there. */
  queued?: QueuePlace & { resumesAt?: number };
  outcome?: Outcome;
  metrics?: RunMetrics;
  /** When the run ended, UTC milliseconds; a countdown of `Retry-After` starts here. */
  endedAt?: number;
  /** With exchanges and frames; absent until the engine was asked for it. */
  record?: RunRecord;
  /** The call to the engine itself failed: the run did not start or its events broke off. */
  error?: AppError;
}

/** The last runs of every variant, to be put away and shown again. */
export type RunsByVariant = Record<string, RunView[]>;

export interface RunsState {
  /** The run each variant shows. */
  runs: Record<string, RunView>;
  /** All repetitions of each variant's last start; one for a single run. */
  repetitions: RunsByVariant;
  /** Which repetition each variant shows, from 0. */
  shown: Record<string, number>;
  /** Starts a run in a variant; those that are still going there are stopped. Resolves when it has ended. */
  start(variantId: string, request: RunRequest): Promise<void>;
  /**
   * Starts variants side by side, each as often as asked, as one job. Resolves when all have ended.
   * @param concurrency so many calls at once with one key; absent: as many as it is found to take.
   */
  startAll(
    started: readonly VariantStart[],
    repetitions: number,
    title: string,
    concurrency?: number | undefined,
  ): Promise<void>;
  /** Shows a run that the engine has under way for a variant, beside those of the same set. */
  join(joined: JoinedRun): void;
  /** Stops a variant's runs, or every run. What has arrived is kept. */
  stop(variantId?: string): void;
  /** Shows another repetition of a variant. */
  show(variantId: string, repetition: number): void;
  /** Shows runs that had been put away; nothing may be running. */
  putBack(runs: RunsByVariant): void;
  /** Shows kept runs in a variant where nothing runs. */
  restore(variantId: string, runs: RunView[]): void;
  /** Stops and drops the runs of a variant that is gone for good. */
  forget(variantId: string): void;
}

/** A run that was started by a job. Runs of another set take the place of those shown. */
export interface JoinedRun extends VariantStart {
  runId: string;
  repetition: number;
  set: string;
}

export function isRunning(run: RunView | undefined): boolean {
  return run !== undefined && run.state !== "finished";
}

export function anyRunning({ repetitions }: Pick<RunsState, "repetitions">): boolean {
  return Object.values(repetitions).some((runs) => runs.some(isRunning));
}

/** One run under way: events fold into `view` at once and reach the store once per frame. */
interface Follower {
  view: RunView;
  /** The copy in the store; undefined when `view` has changed since. */
  published: RunView | undefined;
  stopped: boolean;
  /** Of a job that goes on without this window; not stopped when something else is shown. */
  set?: string;
}

const followers = new Map<string, Follower[]>();

/** So many answers grow with one frame; of more, the others follow in the next: no frame takes as long as all of them. */
const inOneFrame = 4;

export const useRuns = create<RunsState>()((set, get) => {
  const dirty = new Set<string>();

  /** What changed since the last frame, of so many variants, as one change of the store. */
  const publish = (most: number): void => {
    if (dirty.size === 0) return;
    const { shown } = get();
    const repetitions = { ...get().repetitions };
    const runs = { ...get().runs };
    for (const variantId of [...dirty].slice(0, most)) {
      dirty.delete(variantId);
      const views = (followers.get(variantId) ?? []).map(publishedView);
      const chosen = views[shown[variantId] ?? 0] ?? views[0];
      if (!chosen) continue;
      repetitions[variantId] = views;
      runs[variantId] = chosen;
    }
    set({ repetitions: withinBounds(repetitions, shown), runs });
    if (dirty.size > 0) frame.ask();
  };

  /** Lets go of records that are too many to be held; each is asked for again when its run is shown. */
  const withinBounds = (repetitions: RunsByVariant, shown: RunsState["shown"]): RunsByVariant => {
    const gone = recordsToLetGo(repetitions, shown);
    if (gone.size === 0) return repetitions;
    for (const follower of [...followers.values()].flat()) {
      if (follower.published && gone.has(follower.published)) {
        follower.view = withoutRecord(follower.view);
        follower.published = undefined;
      }
    }
    const kept = (view: RunView) => (gone.has(view) ? withoutRecord(view) : view);
    return Object.fromEntries(Object.entries(repetitions).map(([id, views]) => [id, views.map(kept)]));
  };

  /** Puts back the record that was let go of a run which is shown now. */
  const fetchAgain = async (variantId: string, repetition: number, { runId }: RunView): Promise<void> => {
    if (!runId) return;
    // A run that is no longer kept is shown without what only its record has.
    const record = await engineClient()
      .call("run.get", { runId })
      .catch(() => undefined);
    const { repetitions, shown, runs } = get();
    const known = repetitions[variantId] ?? [];
    const now = known[repetition];
    if (!record || now?.runId !== runId) return;
    const view = { ...now, record };
    const follower = followers.get(variantId)?.find((one) => one.view.runId === runId);
    if (follower) Object.assign(follower, { view: { ...follower.view, record }, published: view });
    const isShown = (shown[variantId] ?? 0) === repetition;
    set({
      repetitions: withinBounds({ ...repetitions, [variantId]: known.with(repetition, view) }, shown),
      ...(isShown ? { runs: { ...runs, [variantId]: view } } : {}),
    });
  };
  const frame = oncePerFrame(() => publish(inOneFrame));
  const publishAll = (): void => publish(dirty.size);

  /** @param begin gives the run's id. */
  const follow = async (variantId: string, follower: Follower, begin: () => Promise<string>): Promise<void> => {
    const { view } = follower;
    const changed = (): void => {
      if (!followers.get(variantId)?.includes(follower)) return;
      follower.published = undefined;
      dirty.add(variantId);
      frame.ask();
    };
    const fetchRecord = async (signal?: AbortSignal): Promise<void> => {
      if (!view.runId) return;
      const record = await engineClient().call("run.get", { runId: view.runId }, { signal });
      // An answer asked for on the way must not stand over the one asked for at the end.
      if (signal?.aborted) return;
      view.record = record;
      changed();
    };
    const ended = new AbortController();
    const lookSoon = createEarlyLooks(fetchRecord, ended.signal);
    changed();
    try {
      const runId = await begin();
      view.runId = runId;
      view.state = "waiting";
      if (follower.stopped) await engineClient().call("run.cancel", { runId });
      changed();
      await followRun(runId, (event) => {
        applyEvent(view, event);
        // The exchange is worth looking at as soon as it is on its way, long before a slow answer ends.
        if (event.type === "request" || event.type === "response") lookSoon();
        changed();
      });
      ended.abort();
      await fetchRecord();
    } catch (thrown) {
      view.error = asAppError(thrown);
    }
    ended.abort();
    view.state = "finished";
    view.endedAt ??= Date.now();
    changed();
    publishAll();
  };

  const cancel = async (follower: Follower): Promise<void> => {
    const { runId, state } = follower.view;
    if (!runId || state === "finished") return;
    try {
      await engineClient().call("run.cancel", { runId });
    } catch (thrown) {
      follower.view.error = asAppError(thrown);
    }
  };

  /** Those in the queue first: a call that ends lets the next one out. */
  const cancelAll = async (stopped: readonly Follower[]): Promise<void> => {
    for (const follower of stopped) follower.stopped = true;
    const isQueued = ({ view }: Follower) => view.queued !== undefined;
    await Promise.all(stopped.filter(isQueued).map(cancel));
    await Promise.all(stopped.map(cancel));
  };

  /** What is under way in a variant gives way to something else. */
  const giveWay = (variantId: string, next: Follower[]): void => {
    void cancelAll((followers.get(variantId) ?? []).filter((follower) => follower.set === undefined));
    followers.set(variantId, next);
    set({ shown: { ...get().shown, [variantId]: 0 } });
  };

  return {
    runs: {},
    repetitions: {},
    shown: {},
    async start(variantId, request) {
      const follower = newFollower(request);
      giveWay(variantId, [follower]);
      const ended = follow(
        variantId,
        follower,
        async () => (await engineClient().call("run.start", follower.view.request)).runId,
      );
      publishAll();
      await ended;
    },
    async startAll(started, repetitions, title, concurrency) {
      const job = startJob(started, repetitions, title, concurrency);
      const ended = started.flatMap(({ variantId, request }) => {
        const all = Array.from({ length: repetitions }, () => newFollower(request));
        giveWay(variantId, all);
        return all.map((follower, repetition) =>
          follow(variantId, follower, async () => {
            const { id, runs } = await job;
            follower.view.request = { ...request, comparison: { id, variantId, repetition } };
            const runId = runs.get(nameCell({ row: "", variant: variantId, repetition }));
            if (runId === undefined) throw new AppFailure("internal", { detail: "a cell of the job has not begun" });
            return runId;
          }),
        );
      });
      publishAll();
      await Promise.all(ended);
    },
    join({ variantId, request, runId, repetition, set: joined }) {
      const known = followers.get(variantId) ?? [];
      const isOfSet = known.length > 0 && known.every((follower) => follower.set === joined);
      if (isOfSet && known.some(({ view }) => view.runId === runId)) return;
      const follower: Follower = { ...newFollower(request), set: joined };
      follower.view.runId = runId;
      if (isOfSet) followers.set(variantId, [...known.slice(0, repetition), follower, ...known.slice(repetition)]);
      else giveWay(variantId, [follower]);
      void follow(variantId, follower, async () => runId);
    },
    stop(variantId) {
      void cancelAll(variantId === undefined ? [...followers.values()].flat() : (followers.get(variantId) ?? []));
    },
    show(variantId, repetition) {
      const run = get().repetitions[variantId]?.[repetition];
      if (!run) return;
      set({ shown: { ...get().shown, [variantId]: repetition }, runs: { ...get().runs, [variantId]: run } });
      if (run.state === "finished" && !run.record) void fetchAgain(variantId, repetition, run);
    },
    putBack(repetitions) {
      followers.clear();
      const firsts = Object.entries(repetitions).flatMap(([id, [first]]) => (first ? [[id, first] as const] : []));
      set({ repetitions: withinBounds(repetitions, {}), runs: Object.fromEntries(firsts), shown: {} });
    },
    restore(variantId, views) {
      const [first] = views;
      if (!first || (followers.get(variantId) ?? []).some(({ view }) => isRunning(view))) return;
      followers.delete(variantId);
      const { repetitions, runs, shown } = get();
      set({
        repetitions: withinBounds({ ...repetitions, [variantId]: views }, shown),
        runs: { ...runs, [variantId]: first },
        shown: { ...shown, [variantId]: 0 },
      });
    },
    forget(variantId) {
      void cancelAll(followers.get(variantId) ?? []);
      followers.delete(variantId);
      const { [variantId]: _runs, ...repetitions } = get().repetitions;
      const { [variantId]: _run, ...runs } = get().runs;
      set({ repetitions, runs });
    },
  };
});

function newFollower(request: RunRequest): Follower {
  const view: RunView = {
    runId: null,
    state: "starting",
    request,
    startedAt: Date.now(),
    output: emptyOutput(),
    warnings: [],
  };
  return { view, published: undefined, stopped: false };
}

function publishedView(follower: Follower): RunView {
  follower.published ??= { ...follower.view, output: copyOutput(follower.view.output) };
  return follower.published;
}

function copyOutput(output: RunOutput): RunOutput {
  return { ...output, toolCalls: output.toolCalls.map((call) => ({ ...call, function: { ...call.function } })) };
}
