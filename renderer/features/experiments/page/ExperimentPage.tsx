import { useEffect, useRef, useState } from "react";
import { errorProps } from "../../../stores/error-props.ts";
import { useExperiment } from "../../../stores/experiments/experiment.ts";
import { Boundary } from "../../../ui/Boundary.tsx";
import { Button } from "../../../ui/Button.tsx";
import { ErrorCard } from "../../../ui/ErrorCard.tsx";
import { Spinner } from "../../../ui/Spinner.tsx";
import type { CellViews } from "../cell/cell-views.ts";
import { ExperimentHeader, type PageTab } from "./ExperimentHeader.tsx";
import { ExperimentLog } from "./ExperimentLog.tsx";
import styles from "./ExperimentPage.module.css";
import { ExperimentSetupText } from "./ExperimentSetupText.tsx";
import { GridTab } from "./GridTab.tsx";
import { ProgressLine } from "./ProgressLine.tsx";
import { pauseAction } from "./pause-action.ts";
import { isPaused } from "./progress-facts.ts";
import { ResendDialog } from "./ResendDialog.tsx";
import { SpendPassed } from "./SpendPassed.tsx";
import { StaleBar } from "./StaleBar.tsx";
import { useCostLimit } from "./use-cost-limit.ts";
import { usePageKeys } from "./use-page-keys.ts";
import { VariantTable } from "./VariantTable.tsx";
import { VerdictPanel } from "./VerdictPanel.tsx";

/** One experiment: how far it is, which variant is better, and every answer. */
export function ExperimentPage({ jobId, ...views }: CellViews & { jobId: string }) {
  useEffect(() => {
    const stop = new AbortController();
    void useExperiment.getState().follow(jobId, stop.signal);
    return () => stop.abort();
  }, [jobId]);
  const isOpen = useExperiment((state) => state.jobId === jobId);
  return isOpen ? <OpenExperiment {...views} /> : null;
}

function OpenExperiment(views: CellViews) {
  const [tab, setTab] = useState<PageTab>("grid");
  const [resending, setResending] = useState(false);
  const { columns, report, progress, error, actionError, grid, jobId } = useExperiment();
  const { act, dismissError, follow } = useExperiment.getState();
  const summary = progress?.summary ?? null;
  const limit = useCostLimit(jobId);
  const retrying = useRef<AbortController>(null);
  useEffect(() => () => retrying.current?.abort(), []);
  usePageKeys(({ key }) => {
    const pause = summary && pauseAction(summary);
    if (key !== " " || !pause) return false;
    void act(pause.act);
    return true;
  });
  return (
    <section className={styles["page"]} aria-label={summary?.title ?? report?.title ?? "Experiment"} data-experiment="">
      <ExperimentHeader
        title={summary?.title ?? report?.title ?? ""}
        summary={summary}
        columns={columns}
        tab={tab}
        onTab={setTab}
        onResend={() => setResending(true)}
      />
      {progress && <ProgressLine progress={progress} report={report} limit={limit} />}
      {summary && <StaleBar summary={summary} />}
      {summary?.state === "running" && (
        <div className={styles["notice"]}>
          <SpendPassed />
        </div>
      )}
      {error !== null && (
        <div className={styles["notice"]}>
          <ErrorCard
            {...errorProps(error)}
            actions={
              <Button
                size="small"
                onClick={() => {
                  retrying.current?.abort();
                  retrying.current = new AbortController();
                  if (jobId !== null) void follow(jobId, retrying.current.signal);
                }}
              >
                Retry
              </Button>
            }
          />
        </div>
      )}
      {actionError !== null && (
        <div className={styles["notice"]}>
          <ErrorCard
            {...errorProps(actionError)}
            actions={
              <Button size="small" onClick={dismissError}>
                Dismiss
              </Button>
            }
          />
        </div>
      )}
      {report && columns ? (
        <>
          <div className={styles["scores"]}>
            <Boundary what="The scores" about={report}>
              <VariantTable report={report} columns={columns} />
              <VerdictPanel
                report={report}
                columns={columns}
                failed={summary?.failed ?? 0}
                unscored={progress?.scoring ? 0 : (summary?.unscored ?? 0)}
                stage={(summary?.endedAt ?? null) !== null ? "ended" : summary && isPaused(summary) ? "paused" : "runs"}
              />
            </Boundary>
          </div>
          {tab === "grid" && grid && jobId !== null && (
            <GridTab jobId={jobId} store={grid} columns={columns} report={report} {...views} />
          )}
          {tab === "setup" && jobId !== null && <ExperimentSetupText jobId={jobId} />}
          {tab === "log" && jobId !== null && summary && (
            <ExperimentLog jobId={jobId} summary={summary} columns={columns} />
          )}
        </>
      ) : (
        error === null && <Spinner label="Loading the experiment" />
      )}
      {resending && jobId !== null && columns && (
        <ResendDialog jobId={jobId} columns={columns} onClose={() => setResending(false)} />
      )}
    </section>
  );
}
