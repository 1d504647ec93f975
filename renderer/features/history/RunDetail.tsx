import type { AppError } from "@shared/domain/error/error.ts";
import { refOf } from "@shared/domain/prompt/run-prompt.ts";
import { versionLabel } from "@shared/domain/prompt/version-text.ts";
import type { HistoryRun } from "@shared/domain/run/history.ts";
import { useState } from "react";
import { errorProps } from "../../stores/error-props.ts";
import { useHistory } from "../../stores/history/history.ts";
import { useLiveRun } from "../../stores/run/live-run.ts";
import { Chip } from "../../ui/Chip.tsx";
import { ErrorCard } from "../../ui/ErrorCard.tsx";
import styles from "./History.module.css";
import type { HistoryViews } from "./History.tsx";
import { RunActions } from "./RunActions.tsx";
import { RunNotes } from "./RunNotes.tsx";
import { RunTextNote } from "./RunTextNote.tsx";

/** One run as it was: what it is, what can be done with it, its rating and note, and everything that was recorded. */
export function RunDetail({ run, Report }: { run: HistoryRun; Report: HistoryViews["Report"] }) {
  const { record } = run;
  const [error, setError] = useState<AppError | null>(null);
  const prompt = record.resolved?.prompt;
  return (
    <section className={styles["detail"]} aria-label="Run">
      <header className={styles["header"]}>
        <div className={styles["line"]}>
          <h2 className={styles["name"]}>{prompt?.name ?? refOf(record.request.prompt)?.name ?? "No prompt"}</h2>
          {prompt && <Chip mono>{versionLabel(prompt.version)}</Chip>}
          {record.resolved?.ref.label && <Chip tone="ok">{record.resolved.ref.label}</Chip>}
          <RunTextNote record={record} />
          <span className={styles["model"]}>{record.plan?.route.model ?? record.request.model}</span>
          {record.plan && <Chip title={record.plan.route.rule}>{record.plan.route.source}</Chip>}
          {record.plan?.apiChoice && (
            <Chip title={`Asked in this API: ${record.plan.apiChoice.because}`}>{record.plan.apiChoice.label}</Chip>
          )}
          {record.plan?.handEdited && <Chip tone="warn">hand-edited</Chip>}
          {record.gateway && <Chip title={`Asked for as ${record.gateway.requestedModel}`}>gateway</Chip>}
          {record.replay && <Chip tone="warn">replayed</Chip>}
          <time className={styles["time"]} dateTime={new Date(record.startedAt).toISOString()}>
            {new Date(record.startedAt).toLocaleString("en-GB")}
          </time>
        </div>
        <div className={styles["line"]}>
          <RunActions run={run} onError={setError} />
          <RunNotes
            key={run.notes.note}
            notes={run.notes}
            onChange={(change) => void useHistory.getState().annotate(record.id, change).then(setError)}
          />
        </div>
        {error !== null && <ErrorCard {...errorProps(error)} />}
      </header>
      <div className={styles["report"]}>
        <Report
          record={record}
          onResend={(handEditedBody) => {
            void useLiveRun
              .getState()
              .runAgain({ ...record.request, handEditedBody })
              .then(setError);
          }}
        />
      </div>
    </section>
  );
}
