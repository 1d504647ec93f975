import type { WireFrame } from "@shared/domain/wire/wire.ts";
import type { Scrub } from "../../../stores/run/inspector.ts";
import type { RunView } from "../../../stores/run/runs.ts";
import { outputAfter } from "../wire/frame-events.ts";

/** How many frames had arrived `ms` after the request was started. */
export function framesAt(frames: readonly WireFrame[], ms: number): number {
  const later = frames.findIndex(({ at }) => at > ms);
  return later === -1 ? frames.length : later;
}

/** Where a run's stream is being read again. */
export interface ScrubPlace {
  /** Frames that have arrived, of all there are. */
  frame: number;
  of: number;
  /** Milliseconds since the request was started. */
  at: number;
}

/** Null while the scrubber holds another run, or stands at the end of this one. */
export function scrubPlace(run: RunView | undefined, scrub: Scrub | null): ScrubPlace | null {
  if (!run || !scrub || run.runId !== scrub.runId) return null;
  const frames = run.record?.exchanges.find(({ id }) => id === scrub.exchangeId)?.frames ?? [];
  if (scrub.frames >= frames.length) return null;
  return { frame: scrub.frames, of: frames.length, at: frames[scrub.frames - 1]?.at ?? 0 };
}

/** A run with its answer as it stood at the scrubber; the run itself when the scrubber is elsewhere or at the end. */
export function scrubbedRun(run: RunView | undefined, scrub: Scrub | null): RunView | undefined {
  if (!run || !scrub || run.runId !== scrub.runId) return run;
  const exchange = run.record?.exchanges.find(({ id }) => id === scrub.exchangeId);
  if (!exchange || scrub.frames >= exchange.frames.length) return run;
  return { ...run, output: outputAfter(exchange.frames, scrub.frames) };
}
