import type { ReplaySpeed } from "@shared/domain/run/run.ts";

/** How fast a recording is played. */
export const replaySpeeds: readonly { speed: ReplaySpeed; label: string }[] = [
  { speed: "recorded", label: "Replay at 1×" },
  { speed: "fast", label: "Replay fast" },
  { speed: "step", label: "Replay frame by frame" },
];
