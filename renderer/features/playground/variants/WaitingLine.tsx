import type { QueuePlace } from "@shared/domain/run/stream-event.ts";
import type { RunView } from "../../../stores/run/runs.ts";
import { formatSeconds, plural } from "../../../ui/figures.ts";
import { useCountdown } from "../errors/use-countdown.ts";
import { Caret } from "../text/PlainText.tsx";
import styles from "./OutputTab.module.css";

/** What a run is waiting for while no token has come. */
export function WaitingLine({ run }: { run: RunView }) {
  const seconds = useCountdown(run.retry?.startsAt ?? run.queued?.resumesAt);
  return (
    <p className={styles["none"]}>
      <Caret /> <span role="status">{waitingFor(run)}</span>
      {seconds > 0 && ` ${run.retry ? "in" : "Goes on in"} ${formatSeconds(seconds)}`}
    </p>
  );
}

function waitingFor({ retry, queued, httpStatus }: RunView): string {
  if (retry) return `${retry.error.message} Attempt ${retry.attempt}`;
  if (queued) return queueText(queued);
  return httpStatus === undefined ? "Waiting for the provider…" : "Waiting for the first token…";
}

function queueText({ reason, ahead }: QueuePlace): string {
  const calls = plural(ahead, "call");
  const come = ahead === 1 ? "comes" : "come";
  if (reason === "lane") return `Queued: ${calls} with the same key or server ${come} first…`;
  if (reason === "total") return `Queued: no more calls run at once; ${calls} ${come} first…`;
  const then = ahead === 0 ? "" : `, then ${calls} with the same key or server ${come} first`;
  return `Paused: the provider asked to slow down${then}.`;
}
