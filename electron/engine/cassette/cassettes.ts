import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { Cassette } from "@shared/domain/run/cassette.ts";
import type { SavedFile } from "@shared/domain/run/history.ts";
import type { ReplayPlace, ReplaySpeed, RunRecord } from "@shared/domain/run/run.ts";
import type { RunRegistry } from "../pipeline/run-registry.ts";
import { createPace, type Pace } from "./pace.ts";
import type { ReplayPorts } from "./replay-run.ts";

export interface CassettesOptions extends ReplayPorts {
  /** @throws AppFailure `not_found`. */
  getRun(runId: string): Promise<RunRecord>;
  startRun: RunRegistry["start"];
}

/** Recorded answers that can be taken along and played again without a network. */
export interface Cassettes {
  /** @throws AppFailure `not_found`, and `invalid_input` when the run has no answer that was kept whole. */
  export(runId: string): Promise<SavedFile>;
  /**
   * Starts a run that plays a recorded one, or a cassette from its file's text. It is a run like others, marked as
   * replayed.
   * @throws AppFailure `not_found`, `invalid_input`.
   */
  replay(source: { runId: string } | { text: string }, speed: ReplaySpeed): Promise<RunRecord>;
  /**
   * Shows so many more frames of a replay by steps, and says where it stands then.
   * @throws AppFailure `not_found` when no such replay is going on.
   */
  step(runId: string, frames: number): ReplayPlace;
  /** Null when no replay by steps is going on under this name. */
  placeOf(runId: string): ReplayPlace | null;
}

interface Stepped {
  pace: Pace;
  place: ReplayPlace;
  /** When each frame came. */
  times: number[];
}

export function createCassettes({ getRun, startRun, clock, store, providers }: CassettesOptions): Cassettes {
  const stepped = new Map<string, Stepped>();

  /** What reads and plays them is loaded with the first. */
  async function find(source: { runId: string } | { text: string }): Promise<Cassette> {
    if ("text" in source) return (await import("@shared/domain/run/cassette.ts")).parseCassette(source.text);
    const { makeCassette } = await import("./make-cassette.ts");
    return makeCassette(await getRun(source.runId));
  }

  return {
    async export(runId) {
      const cassette = await find({ runId });
      const text = `${JSON.stringify(cassette)}\n`;
      return { fileName: `promptscope-cassette-${runId.slice(0, 8)}.json`, mediaType: "application/json", text };
    },
    async replay(source, speed) {
      const [cassette, { replayRun }] = await Promise.all([find(source), import("./replay-run.ts")]);
      return startRun(cassette.request, async (record, emit, signal) => {
        const pace = createPace(speed, clock);
        const times = cassette.exchange.chunks.map(({ at }) => at);
        if (speed === "step") stepped.set(record.id, { pace, place: { frame: 0, of: times.length, at: 0 }, times });
        try {
          await replayRun(record, { cassette, speed, pace }, { clock, store, providers }, emit, signal);
        } finally {
          stepped.delete(record.id);
        }
      });
    },
    step(runId, frames) {
      const replay = stepped.get(runId);
      if (!replay) throw new AppFailure("not_found", { message: "No replay by steps is going on under this name." });
      const { pace, times, place } = replay;
      pace.step(frames);
      const frame = Math.min(place.frame + frames, place.of);
      replay.place = { ...place, frame, at: times[frame - 1] ?? 0 };
      return replay.place;
    },
    placeOf: (runId) => stepped.get(runId)?.place ?? null,
  };
}
