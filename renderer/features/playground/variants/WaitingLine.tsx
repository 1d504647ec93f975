import type { RunView } from "../../../stores/runs.ts";
import { formatSeconds, plural } from "../../../ui/figures.ts";
import { Caret } from "../text/PlainText.tsx";
import { useCountdown } from "../use-countdown.ts";
import styles from "./OutputTab.module.css";

/** What a run is waiting for while no token has come. */
export function WaitingLine({ run }: { run: RunView }) {
  const seconds = useCountdown(run.retry?.startsAt);
  return (
    <p className={styles["none"]}>
      <Caret /> <span role="status">{waitingFor(run)}</span>
      {run.retry && seconds > 0 && ` in ${formatSeconds(seconds)}`}
    </p>
  );
}

function waitingFor(run: RunView): string {
  if (run.retry) return `${run.retry.error.message} Attempt ${run.retry.attempt}`;
  if (run.queuedBehind !== undefined) {
    // Nobody ahead and still waiting: the provider asked every call with this key to slow down.
    if (run.queuedBehind === 0) return "Waiting until the provider takes calls again…";
    return `Queued: ${plural(run.queuedBehind, "call")} with the same key or server ahead…`;
  }
  return run.httpStatus === undefined ? "Waiting for the provider…" : "Waiting for the first token…";
}
