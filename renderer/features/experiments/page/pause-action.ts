import type { ExperimentSummary } from "@shared/domain/experiment/experiment-summary.ts";
import { formatCount } from "../../../ui/figures.ts";

export interface PauseAction {
  act: "pause" | "resume";
  label: string;
  hint: string;
}

/** What the button in the head does now; null where the experiment has ended. */
export function pauseAction({ state, owner, counts }: ExperimentSummary): PauseAction | null {
  if (state === "done" || state === "cancelled" || state === "failed") return null;
  if (state === "paused" || owner === "none") {
    const done = counts.done + counts.open;
    return {
      act: "resume",
      label: done === 0 ? "Start" : "Resume",
      hint: `Goes on from ${formatCount(done)}; nothing is sent twice`,
    };
  }
  return { act: "pause", label: "Pause", hint: "Sends nothing new; calls in flight end" };
}
