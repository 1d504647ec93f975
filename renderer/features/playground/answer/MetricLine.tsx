import type { RunCost } from "@shared/domain/model/price.ts";
import type { AskedChange } from "@shared/domain/run/asked-changes.ts";
import type { Usage } from "@shared/domain/run/stream-event.ts";
import { History } from "lucide-react";
import { useEffect, useState } from "react";
import { isRunning, type RunView } from "../../../stores/run/runs.ts";
import { classNames } from "../../../ui/class-names.ts";
import { formatCost, formatCount, formatDuration, formatRate, formatTokens } from "../../../ui/figures.ts";
import { Tooltip } from "../../../ui/Tooltip.tsx";
import { ChangeList } from "./ChangeList.tsx";
import styles from "./MetricLine.module.css";
import { outcomeWord } from "./outcome-text.ts";

interface MetricLineProps {
  run: RunView | undefined;
  /** What has changed since the run was asked for: its figures are those of before. */
  since?: readonly AskedChange[];
  /** Which of several columns it is of. */
  name?: string | undefined;
}

/**
 * A run's figures in one line, as high in every column; those with no room, from the right, are in its hint. A figure that
 * was not measured is not there; an unknown cost is a dash.
 */
export function MetricLine({ run, since = [], name }: MetricLineProps) {
  if (!run) return <div className={styles["metrics"]}>not run</div>;
  const { metrics } = run;
  const ttft = metrics ? metrics.ttftMs : run.request.stream ? run.firstTokenAt : undefined;
  const usage = metrics?.usage ?? run.output.usage;
  const counted = formatTokens(usage.inputTokens, usage.outputTokens) !== undefined;
  return (
    <section
      className={classNames(styles["metrics"], since.length > 0 && styles["old"])}
      aria-label={["Figures of the run", name, since.length > 0 && "out of date"].filter(Boolean).join(", ")}
      onPointerEnter={({ currentTarget }) => {
        // What has no room is said by the hint.
        currentTarget.title = [...currentTarget.children].map(({ textContent }) => textContent).join(" · ");
      }}
    >
      {since.length > 0 && <OldMark since={since} />}
      <Status run={run} />
      {run.record?.replay && <b className={styles["warn"]}>replayed</b>}
      {metrics ? (
        <span>total {formatDuration(metrics.totalMs)}</span>
      ) : (
        isRunning(run) && <Clock since={run.startedAt} />
      )}
      {ttft !== undefined && <span title="Time to first token">TTFT {formatDuration(ttft)}</span>}
      {metrics?.tokensPerSecond !== undefined && <span>{formatRate(metrics.tokensPerSecond)}</span>}
      {counted && (
        <Tooltip text={usageText(usage)} side="top">
          <span>
            <Tokens usage={usage} />
          </span>
        </Tooltip>
      )}
      {metrics && run.outcome?.kind !== "not_sent" && <Cost cost={metrics.cost} />}
      <Served run={run} />
      {metrics?.queuedMs !== undefined && (
        <span title="Before the request, not part of the total">queued {formatDuration(metrics.queuedMs)}</span>
      )}
      {metrics !== undefined && metrics.attempts > 1 && <span>{metrics.attempts} attempts</span>}
    </section>
  );
}

/** The model that answered, where it is called otherwise than the one that was asked, and the tier it was served in. */
function Served({ run: { output, record } }: { run: RunView }) {
  const { reportedModel, serviceTier } = output;
  const isOther =
    reportedModel !== undefined && record?.plan !== undefined && reportedModel !== record.plan.route.model;
  const said = [...(isOther ? [reportedModel] : []), ...(serviceTier ? [`${serviceTier} tier`] : [])];
  if (said.length === 0) return null;
  return (
    <span
      className={styles["long"]}
      title={`Served by ${reportedModel ?? "the model"}${serviceTier ? `, tier ${serviceTier}` : ""}, as the provider says`}
    >
      {said.join(" · ")}
    </span>
  );
}

/** Before the figures, in every tab of the column: they are not those of what is shown now. */
function OldMark({ since }: { since: readonly AskedChange[] }) {
  return (
    <Tooltip text={<ChangeList changes={since} />} side="top">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what has changed is said by the hint, which keys reach too */}
      <span className={styles["mark"]} tabIndex={0}>
        <History aria-hidden="true" size={12} />
        <span className={styles["long"]}>before the change</span>
      </span>
    </Tooltip>
  );
}

function Cost({ cost }: { cost: RunCost | undefined }) {
  if (!cost) return <span title="No price is known for this model and so much input. Settings → Prices.">—</span>;
  const { usd, price, listed } = cost;
  const beside = listed ? `; at the price of ${listed.source} it would be ${formatCost(listed.usd)}` : "";
  return (
    <>
      <span title={`Price from ${price.source}, as of ${price.asOf}${beside}`}>{formatCost(usd)}</span>
      {/* Apart, so that the cost itself stays where both have no room. */}
      {listed && <span className={styles["long"]}>(listed {formatCost(listed.usd)})</span>}
    </>
  );
}

function Status({ run }: { run: RunView }) {
  if (isRunning(run)) return <b className={styles["active"]}>{runningWord(run)}</b>;
  const { outcome } = run;
  if (!outcome)
    return <b className={styles["bad"]}>{run.record?.state === "interrupted" ? "interrupted" : "failed"}</b>;
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

/** What a run does now: "streaming", or what it waits for. */
function runningWord({ state, queued }: RunView): string {
  if (state === "streaming") return "streaming";
  if (!queued) return "waiting";
  return queued.reason === "paused" ? "paused by the provider" : `queued · ${queued.ahead} ahead`;
}

/** Tokens in and out, with the cached and the reasoning ones apart where there are any: "361 (256 cached)→118". */
function Tokens({ usage }: { usage: Usage }) {
  const [input, output] = formatTokens(usage.inputTokens, usage.outputTokens)?.split("→") ?? [];
  return (
    <>
      {input}
      {usage.cachedInputTokens ? (
        <span className={styles["long"]}> ({formatCount(usage.cachedInputTokens)} cached)</span>
      ) : null}
      →{output}
      {usage.reasoningTokens ? (
        <span className={styles["long"]}> ({formatCount(usage.reasoningTokens)} reasoning)</span>
      ) : null}
    </>
  );
}

function usageText(usage: Usage): string {
  const parts: [string, number | undefined][] = [
    ["in", usage.inputTokens],
    ["cached", usage.cachedInputTokens],
    ["written to cache", usage.cacheWriteTokens],
    ["kept there for an hour", usage.cacheWriteHourTokens],
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
