import type { RouteInput } from "@shared/contract/routes.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import { emptyRequest } from "@shared/domain/run/empty-request.ts";
import { emptyOutput } from "@shared/domain/run/fold-events.ts";
import type { SavedFile } from "@shared/domain/run/history.ts";
import type { ReplayPlace, ReplaySpeed, RunRequest } from "@shared/domain/run/run.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../client.ts";
import { useHistory } from "../history/history.ts";
import { applyEvent } from "./apply-event.ts";
import { oncePerFrame } from "./next-frame.ts";
import type { RunView } from "./runs.ts";

/** A run started from the history: one made again, or a recording played. */
export interface LiveRun {
  view: RunView;
  /** Null for a run that really calls the model. */
  speed: ReplaySpeed | null;
  /** Where a replay by steps stands; null for any other. */
  place: ReplayPlace | null;
}

export interface LiveRunState {
  live: LiveRun | null;
  /** Makes a run again as it was asked for; it is chosen in the history when it has ended. */
  runAgain(request: RunRequest): Promise<AppError | null>;
  /** Plays the recorded answer of a run, or a cassette from a file. */
  replay(source: RouteInput<"cassette.replay">["source"], speed: ReplaySpeed): Promise<AppError | null>;
  /** Lets so many more frames of a replay by steps come. */
  step(frames: number): Promise<AppError | null>;
  stop(): void;
  /** The recording of a run as a file. */
  cassette(runId: string): Promise<SavedFile | { error: AppError }>;
}

export const useLiveRun = create<LiveRunState>()((set, get) => {
  const follow = async (
    start: () => Promise<{ runId: string; place?: ReplayPlace | null }>,
    view: RunView,
    speed: ReplaySpeed | null,
  ): Promise<AppError | null> => {
    const frame = oncePerFrame(() => {
      const { live } = get();
      if (live?.view.runId === view.runId) set({ live: { ...live, view: { ...view, output: { ...view.output } } } });
    });
    try {
      const { runId, place = null } = await start();
      view.runId = runId;
      view.state = "waiting";
      set({ live: { view: { ...view }, speed, place } });
      for await (const event of engineClient().stream("run.events", { runId })) {
        applyEvent(view, event);
        frame.ask();
      }
      const history = useHistory.getState();
      await Promise.all([history.refresh(), history.loadStatus()]);
      history.choose(runId);
      return null;
    } catch (thrown) {
      return asAppError(thrown);
    } finally {
      if (get().live?.view.runId === view.runId) set({ live: null });
    }
  };

  return {
    live: null,
    runAgain: ({ comparison: _, ...request }) =>
      follow(() => engineClient().call("run.start", request), startingView(request), null),
    replay: (source, speed) =>
      follow(() => engineClient().call("cassette.replay", { source, speed }), startingView(null), speed),
    async step(frames) {
      const runId = get().live?.view.runId;
      if (!runId) return null;
      try {
        const place = await engineClient().call("cassette.step", { runId, frames });
        const { live } = get();
        if (live?.view.runId === runId) set({ live: { ...live, place } });
        return null;
      } catch (thrown) {
        return asAppError(thrown);
      }
    },
    stop() {
      const runId = get().live?.view.runId;
      // What goes wrong here is told by the run's own events.
      if (runId)
        engineClient()
          .call("run.cancel", { runId })
          .catch(() => undefined);
    },
    async cassette(runId) {
      try {
        return await engineClient().call("cassette.export", { runId });
      } catch (thrown) {
        return { error: asAppError(thrown) };
      }
    },
  };
});

const noRequest: RunRequest = {
  ...emptyRequest,
  stream: true,
};

/** A replay's request is in the recording; until it has ended the view does without. */
function startingView(request: RunRequest | null): RunView {
  return {
    runId: null,
    state: "starting",
    request: request ?? noRequest,
    startedAt: Date.now(),
    output: emptyOutput(),
    warnings: [],
  };
}
