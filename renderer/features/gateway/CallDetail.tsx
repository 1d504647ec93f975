import type { AppError } from "@shared/domain/error/error.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { History, Pencil, SquareTerminal, X } from "lucide-react";
import { useState } from "react";
import { useApp } from "../../stores/app.ts";
import { errorProps } from "../../stores/error-props.ts";
import { useGateway } from "../../stores/gateway/gateway.ts";
import { useHistory } from "../../stores/history/history.ts";
import { editRun } from "../../stores/run/edit-run.ts";
import { Button } from "../../ui/Button.tsx";
import { Chip } from "../../ui/Chip.tsx";
import { classNames } from "../../ui/class-names.ts";
import { ErrorCard } from "../../ui/ErrorCard.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Spinner } from "../../ui/Spinner.tsx";
import styles from "./CallDetail.module.css";
import type { GatewayViews } from "./Gateway.tsx";

interface CallDetailProps extends GatewayViews {
  /** It has the view for itself, and a way back above it in place of one that closes it. */
  alone?: boolean;
}

/** One call: what was decided about it and why, and everything that was sent and answered. */
export function CallDetail({ Report, alone = false }: CallDetailProps) {
  const record = useGateway((state) => state.record);
  const [error, setError] = useState<AppError | null>(null);
  // Alone it stands under no heading of the view.
  const Heading = alone ? "h2" : "h3";
  if (record === null) {
    return (
      <p className={styles["loading"]}>
        <Spinner label="Loading the call" />
      </p>
    );
  }
  return (
    <section className={classNames(styles["detail"], alone && styles["alone"])} aria-label="Call">
      <header className={styles["header"]}>
        <div className={styles["line"]}>
          <Heading className={styles["name"]}>{record.gateway?.requestedModel || "Call"}</Heading>
          {record.plan && <Chip title={record.plan.route.rule}>{record.plan.route.source}</Chip>}
          <span className={styles["space"]} />
          <Actions record={record} alone={alone} onError={setError} />
        </div>
        <Decisions record={record} />
        {error !== null && <ErrorCard {...errorProps(error)} />}
      </header>
      <div className={styles["report"]}>
        <Report record={record} />
      </div>
    </section>
  );
}

interface ActionsProps {
  record: RunRecord;
  alone: boolean;
  onError(error: AppError | null): void;
}

function Actions({ record, alone, onError }: ActionsProps) {
  const { openCall, choose } = useGateway.getState();
  const opening = useGateway((state) => state.opening === record.id);
  return (
    <>
      <Button
        size="small"
        variant="primary"
        icon={<SquareTerminal aria-hidden="true" size={14} />}
        disabled={opening}
        onClick={() => void openCall(record.id).then(onError)}
      >
        {opening ? "Looking for its prompt…" : "Open in the playground"}
      </Button>
      <Button
        size="small"
        icon={<Pencil aria-hidden="true" size={14} />}
        disabled={opening}
        title="Opens the prompt of this call at its version, with its text and values"
        onClick={() => void openCall(record.id, (call, note) => void editRun(call, note)).then(onError)}
      >
        Edit this prompt
      </Button>
      <IconButton
        size="small"
        label="Show in the history"
        icon={<History aria-hidden="true" />}
        onClick={() => {
          useHistory.getState().choose(record.id);
          useApp.getState().show("history");
        }}
      />
      {!alone && (
        <IconButton size="small" label="Close" icon={<X aria-hidden="true" />} onClick={() => void choose(null)} />
      )}
    </>
  );
}

function Decisions({ record: { gateway } }: { record: RunRecord }) {
  if (!gateway || gateway.decisions.length === 0) return null;
  return (
    <dl className={styles["decisions"]} aria-label="Decisions">
      {gateway.decisions.map(({ subject, value, because }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: decisions are only ever added
        <div key={index}>
          <dt>{subject}</dt>
          <dd>
            <b>{value}</b> <span>{because}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
