import type { GridColumns } from "@shared/domain/experiment/grid.ts";
import { useEffect } from "react";
import { errorProps } from "../../../stores/error-props.ts";
import { useExperiment } from "../../../stores/experiments/experiment.ts";
import { createQuery } from "../../../stores/query.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { ErrorCard } from "../../../ui/ErrorCard.tsx";
import { plural } from "../../../ui/figures.ts";
import { letterOf } from "../words/variant-names.ts";
import styles from "./ExperimentPage.module.css";

const useUncertain = createQuery("experiments.rows");
const mostRows = 500;

interface ResendDialogProps {
  jobId: string;
  columns: GridColumns;
  onClose(): void;
}

/** Names the cells that may have been sent before a crash, and sends them once more only after a yes. */
export function ResendDialog({ jobId, columns, onClose }: ResendDialogProps) {
  const { answer, error } = useUncertain();
  useEffect(() => {
    const stop = new AbortController();
    useUncertain.setState({ answer: null });
    const view = { filter: { kind: "uncertain" as const }, sort: { by: "row" as const, descending: false } };
    void useUncertain.getState().ask({ jobId, view, from: 0, count: mostRows }, stop.signal);
    return () => stop.abort();
  }, [jobId]);
  const names = (answer?.rows ?? []).flatMap(({ number, input, cells }) =>
    cells.flatMap((cell, variant) =>
      cell?.status === "uncertain"
        ? [`#${number} ${letterOf(columns, columns.variants[variant]?.name ?? "")}  ${input}`]
        : [],
    ),
  );
  return (
    <Dialog
      open
      title="Resend uncertain cells"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Leave them</Button>
          <Button
            variant="primary"
            disabled={names.length === 0}
            onClick={() => {
              void useExperiment.getState().resend(["uncertain"]);
              onClose();
            }}
          >
            Send again, may be paid twice
          </Button>
        </>
      }
    >
      <div className={styles["resend"]}>
        <p>
          Promptscope stopped while these were under way. Their requests may have left and may have been paid; nobody
          saw the answers.
        </p>
        {error !== null && <ErrorCard {...errorProps(error)} />}
        <p>
          <b>{plural(names.length, "cell")}</b>
          {(answer?.total ?? 0) > mostRows && ` of the first ${mostRows} rows`}
        </p>
        <ul className={styles["names"]} aria-label="Uncertain cells">
          {names.map((name) => (
            <li key={name}>{name}</li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}
