import { isRunning, type RunView } from "./runs.ts";

/** How a run counts: it gave an answer, it was stopped by the person, or it failed; undefined while it goes on. */
export function runEnd(run: RunView): "answered" | "stopped" | "failed" | undefined {
  if (isRunning(run)) return undefined;
  switch (run.outcome?.kind) {
    case "completed":
    case "completed_unterminated":
      return "answered";
    case "cancelled":
      return "stopped";
    default:
      return "failed";
  }
}
