import type { AppError, Warning } from "@shared/domain/error.ts";
import { emptyOutput, foldEvent } from "@shared/domain/fold-events.ts";
import type { RunRecord, RunRequest } from "@shared/domain/run.ts";
import type { Outcome, RunMetrics, RunOutput, StreamEvent } from "@shared/domain/stream-event.ts";
import { create } from "zustand";
import { apiClient, asAppError } from "./client.ts";
import { oncePerFrame } from "./next-frame.ts";

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
  /** How many calls with the same key or server come first; absent when the run does not wait in the queue. */
  queuedBehind?: number;
  outcome?: Outcome;
  metrics?: RunMetrics;
  /** When the run ended, UTC milliseconds; a countdown of `Retry-After` starts here. */
  endedAt?: number;
  /** With exchanges and frames; absent until the engine was asked for it. */
  record?: RunRecord;
  /** The call to the engine itself failed: the run did not start or its events broke off. */
  error?: AppError;
}

export interface RunsState {
  /** The last run of each variant. */
  runs: Record<string, RunView>;
  /** Starts a run in a variant; one that is still going there is stopped. */
  start(variantId: string, request: RunRequest): Promise<void>;
  /** Stops a variant's run, or every run. What has arrived is kept. */
  stop(variantId?: string): void;
}

export function isRunning(run: RunView | undefined): boolean {
  return run !== undefined && run.state !== "finished";
}

/** One run under way: events fold into `view` at once and reach the store once per frame. */
interface Follower {
  view: RunView;
  stopped: boolean;
}

const followers = new Map<string, Follower>();

export const useRuns = create<RunsState>()((set, get) => {
  const follow = async (variantId: string, follower: Follower): Promise<void> => {
    const { view } = follower;
    const isCurrent = () => followers.get(variantId) === follower;
    const publish = (): void => {
      if (!isCurrent()) return;
      set({ runs: { ...get().runs, [variantId]: { ...view, output: copyOutput(view.output) } } });
    };
    const frame = oncePerFrame(publish);
    const fetchRecord = async (): Promise<void> => {
      if (!view.runId) return;
      const record = await apiClient().call("run.get", { runId: view.runId });
      // An answer asked for on the way can arrive after the one asked for at the end.
      if (view.record?.state === "finished") return;
      view.record = record;
      frame.ask();
    };

    frame.flush();
    try {
      const { runId } = await apiClient().call("run.start", view.request);
      view.runId = runId;
      view.state = "waiting";
      if (follower.stopped) await apiClient().call("run.cancel", { runId });
      frame.ask();
      for await (const event of apiClient().stream("run.events", { runId })) {
        applyEvent(view, event);
        // The exchange is worth looking at as soon as it is on its way, long before a slow answer ends. Should this
        // fail, the call at the end tells why.
        if (event.type === "request" || event.type === "response") void fetchRecord().catch(() => undefined);
        frame.ask();
      }
      await fetchRecord();
    } catch (thrown) {
      view.error = asAppError(thrown);
    }
    view.state = "finished";
    view.endedAt ??= Date.now();
    frame.flush();
  };

  const cancel = (follower: Follower): void => {
    follower.stopped = true;
    const { runId, state } = follower.view;
    if (!runId || state === "finished") return;
    apiClient()
      .call("run.cancel", { runId })
      .catch((thrown: unknown) => {
        follower.view.error = asAppError(thrown);
      });
  };

  return {
    runs: {},
    start(variantId, request) {
      const before = followers.get(variantId);
      if (before) cancel(before);
      const view: RunView = {
        runId: null,
        state: "starting",
        request,
        startedAt: Date.now(),
        output: emptyOutput(),
        warnings: [],
      };
      const follower: Follower = { view, stopped: false };
      followers.set(variantId, follower);
      return follow(variantId, follower);
    },
    stop(variantId) {
      for (const [id, follower] of followers) {
        if (variantId === undefined || id === variantId) cancel(follower);
      }
    },
  };
});

function copyOutput(output: RunOutput): RunOutput {
  return { ...output, toolCalls: output.toolCalls.map((call) => ({ ...call, function: { ...call.function } })) };
}

/** Folds an event into a view; the view is changed. */
function applyEvent(view: RunView, event: StreamEvent): void {
  switch (event.type) {
    case "prepared":
      view.warnings = event.warnings;
      return;
    case "queued":
      view.queuedBehind = event.ahead;
      return;
    case "request":
      delete view.retry;
      delete view.queuedBehind;
      return;
    case "response":
      view.httpStatus = event.status;
      return;
    case "retry":
      view.retry = { attempt: event.attempt, startsAt: Date.now() + event.delayMs, error: event.error };
      return;
    case "end":
      view.outcome = event.outcome;
      view.metrics = event.metrics;
      view.state = "finished";
      view.endedAt = Date.now();
      return;
    default:
      if (event.type === "text" || event.type === "reasoning" || event.type === "tool_call") {
        view.state = "streaming";
        view.firstTokenAt ??= event.at;
      }
      foldEvent(view.output, event);
  }
}
