import type { QueuePlace } from "@shared/domain/run/stream-event.ts";
import { type RunView, useRuns } from "../../../stores/run/runs.ts";
import { Button } from "../../../ui/Button.tsx";
import { formatSeconds, plural } from "../../../ui/figures.ts";
import { useCountdown } from "../errors/use-countdown.ts";
import { runVariant } from "../runs/run-actions.ts";
import { Caret } from "../text/PlainText.tsx";
import styles from "./OutputTab.module.css";

interface WaitingLineProps {
  variantId: string;
  run: RunView;
  /** The provider's words would end a blind vote. */
  blind: boolean;
}

/** What a run is waiting for while no token has come; before a retry also why, and how not to wait. */
export function WaitingLine({ variantId, run, blind }: WaitingLineProps) {
  const seconds = useCountdown(run.retry?.startsAt ?? run.queued?.resumesAt);
  const { detail, requestId } = run.retry?.error ?? {};
  return (
    <div className={styles["none"]}>
      <p>
        <Caret /> <span role="status">{waitingFor(run)}</span>
        {seconds > 0 && ` ${run.retry ? "in" : "Goes on in"} ${formatSeconds(seconds)}`}
      </p>
      {run.retry && !blind && (
        <>
          {detail && <p className={styles["words"]}>{detail}</p>}
          {requestId && <p className={styles["requestId"]}>Request {requestId}</p>}
        </>
      )}
      {run.retry && (
        <p className={styles["ways"]}>
          <Button size="small" title="Stops this run and asks again at once" onClick={() => runVariant(variantId)}>
            Try now
          </Button>
          <Button size="small" variant="ghost" onClick={() => useRuns.getState().stop(variantId)}>
            Stop waiting
          </Button>
        </p>
      )}
    </div>
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
