import type { Usage } from "@shared/domain/stream-event.ts";
import { useEffect, useState } from "react";
import { isRunning, type RunView } from "../../../stores/runs.ts";
import { Tooltip } from "../../../ui/Tooltip.tsx";
import { formatCost, formatCount, formatDuration, formatRate, formatTokens } from "../figures.ts";
import styles from "./OutputTab.module.css";
import { outcomeWord } from "./outcome-text.ts";

/** One line of figures under an answer. A figure that was not measured is not there. */
export function MetricLine({ run }: { run: RunView | undefined }) {
  if (!run) return <div className={styles["metrics"]}>not run</div>;
  const { metrics } = run;
  const ttft = metrics ? metrics.ttftMs : run.request.stream ? run.firstTokenAt : undefined;
  const usage = metrics?.usage ?? run.output.usage;
  const tokens = formatTokens(usage.inputTokens, usage.outputTokens);
  return (
    <section className={styles["metrics"]} aria-label="Figures of the run">
      <Status run={run} />
      {ttft !== undefined && <span title="Time to first token">TTFT {formatDuration(ttft)}</span>}
      {metrics?.tokensPerSecond !== undefined && <span>{formatRate(metrics.tokensPerSecond)}</span>}
      {tokens && (
        <Tooltip text={usageText(usage)} side="top">
          <span>{tokens}</span>
        </Tooltip>
      )}
      {metrics ? (
        <span>total {formatDuration(metrics.totalMs)}</span>
      ) : (
        isRunning(run) && <Clock since={run.startedAt} />
      )}
      {metrics?.cost && (
        <span title={`Price from ${metrics.cost.price.source}, as of ${metrics.cost.price.asOf}`}>
          {formatCost(metrics.cost.usd)}
        </span>
      )}
      {metrics?.queuedMs !== undefined && (
        <span title="Before the request, not part of the total">queued {formatDuration(metrics.queuedMs)}</span>
      )}
      {metrics !== undefined && metrics.attempts > 1 && <span>{metrics.attempts} attempts</span>}
    </section>
  );
}

function Status({ run }: { run: RunView }) {
  if (isRunning(run)) return <b className={styles["active"]}>{run.state === "streaming" ? "streaming" : "waiting"}</b>;
  const { outcome } = run;
  if (!outcome) return <b className={styles["bad"]}>failed</b>;
  const status = run.metrics?.httpStatus ?? run.httpStatus;
  if (outcome.kind === "completed") return <b className={styles["ok"]}>{status ?? "done"}</b>;
  const tone = outcome.kind === "cancelled" || outcome.kind === "completed_unterminated" ? "warn" : "bad";
  return (
    <b className={styles[tone]}>
      {status !== undefined && status >= 400 ? `${status} ` : ""}
      {outcomeWord(outcome)}
    </b>
  );
}

function usageText(usage: Usage): string {
  const parts: [string, number | undefined][] = [
    ["in", usage.inputTokens],
    ["cached", usage.cachedInputTokens],
    ["written to cache", usage.cacheWriteTokens],
    ["out", usage.outputTokens],
    ["reasoning", usage.reasoningTokens],
  ];
  const said = parts.flatMap(([name, count]) => (count === undefined ? [] : [`${formatCount(count)} ${name}`]));
  return `Tokens as the provider counts them: ${said.join(" · ")}`;
}

/** Counts while a run goes on. */
function Clock({ since }: { since: number }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 100);
    return () => clearInterval(timer);
  }, []);
  return <span>{formatDuration(now - since)}</span>;
}
