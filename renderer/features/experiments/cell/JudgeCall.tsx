import type { AppError } from "@shared/domain/error/error.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { useState } from "react";
import { asAppError, engineClient } from "../../../stores/client.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import styles from "./CellPane.module.css";
import type { CellViews } from "./cell-views.ts";

interface JudgeCallProps extends Pick<CellViews, "Report"> {
  runId: string;
  /** Of what score, and which of its calls. */
  label: string;
  title: string;
}

/** The call in which a model gave a score: what it was asked, exactly, and what it said. Read when it is looked at. */
export function JudgeCall({ runId, label, title, Report }: JudgeCallProps) {
  const [record, setRecord] = useState<RunRecord | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const look = async () => {
    setError(null);
    try {
      setRecord(await engineClient().call("run.get", { runId }));
    } catch (thrown) {
      setError(asAppError(thrown));
    }
  };
  return (
    <>
      <Button size="small" variant="ghost" className={styles["call"]} title={title} onClick={() => void look()}>
        {label}
      </Button>
      {error !== null && (
        <span className={styles["problem"]} role="alert">
          {error.message}
        </span>
      )}
      {record && (
        <Dialog open size="full" title={title} subtitle={runId} onClose={() => setRecord(null)}>
          <div className={styles["whole"]}>
            <Report record={record} />
          </div>
        </Dialog>
      )}
    </>
  );
}
