import type { AppError } from "@shared/domain/error/error.ts";
import type { ExperimentSummary } from "@shared/domain/experiment/experiment-summary.ts";
import { spendFigure, unpricedWords } from "@shared/domain/experiment/spend.ts";
import { Trash2 } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { errorProps } from "../../../stores/error-props.ts";
import { useExperimentList } from "../../../stores/experiments/experiment-list.ts";
import { useExperimentView } from "../../../stores/experiments/experiment-view.ts";
import { Button } from "../../../ui/Button.tsx";
import { Chip } from "../../../ui/Chip.tsx";
import { classNames } from "../../../ui/class-names.ts";
import { Dialog } from "../../../ui/Dialog.tsx";
import { ErrorCard } from "../../../ui/ErrorCard.tsx";
import { formatAge, formatCost, formatCount, plural } from "../../../ui/figures.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { stateWords } from "../words/state-words.ts";
import styles from "./ExperimentList.module.css";
import { headlineOf } from "./headline.ts";

/** One line an experiment; arrows move between them, Enter opens. */
export function ExperimentTable({ experiments }: { experiments: readonly ExperimentSummary[] }) {
  const [removing, setRemoving] = useState<ExperimentSummary | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className={styles["box"]} aria-label="List of experiments" tabIndex={0}>
      {error !== null && <ErrorCard {...errorProps(error)} />}
      <table className={styles["table"]}>
        <thead>
          <tr>
            <th scope="col">Experiment</th>
            <th scope="col">State</th>
            <th scope="col">Verdict</th>
            <th scope="col" className={styles["figure"]}>
              Variants
            </th>
            <th scope="col" className={styles["figure"]}>
              Rows
            </th>
            <th scope="col" className={styles["figure"]}>
              Cost
            </th>
            <th scope="col" className={styles["figure"]}>
              When
            </th>
            <td />
          </tr>
        </thead>
        <tbody onKeyDown={moveFocus}>
          {experiments.map((experiment) => (
            <ExperimentRow key={experiment.jobId} experiment={experiment} onRemove={() => setRemoving(experiment)} />
          ))}
        </tbody>
      </table>
      <Dialog
        open={removing !== null}
        title="Delete this experiment?"
        onClose={() => setRemoving(null)}
        footer={
          <>
            <Button onClick={() => setRemoving(null)}>Keep it</Button>
            <Button
              variant="primary"
              onClick={() => {
                if (removing) void useExperimentList.getState().remove(removing.jobId).then(setError);
                setRemoving(null);
              }}
            >
              Delete
            </Button>
          </>
        }
      >
        <p className={styles["question"]}>
          {removing?.title}, with its {plural(removing?.cells ?? 0, "cell")} and everything sent and received for them.
          This cannot be undone.
        </p>
      </Dialog>
    </section>
  );
}

function ExperimentRow({ experiment, onRemove }: { experiment: ExperimentSummary; onRemove(): void }) {
  const { jobId, title, cells, counts, variants, rows, repetitions, createdAt, endedAt } = experiment;
  const { text, tone } = headlineOf(experiment);
  const done = counts.done + counts.open;
  const state = stateWords(experiment);
  return (
    <tr className={styles["row"]}>
      <th scope="row">
        <button type="button" className={styles["open"]} onClick={() => useExperimentView.getState().open(jobId)}>
          {title}
        </button>
      </th>
      <td className={styles["state"]}>
        <Chip tone={state === "running" ? "accent" : state === "finished" ? "ok" : "neutral"}>{state}</Chip>{" "}
        {done < cells && (
          <span>
            {formatCount(done)} of {formatCount(cells)}
          </span>
        )}
      </td>
      <td
        className={classNames(styles["verdict"], styles[tone])}
        title={experiment.verdicts.map(({ says }) => says).join("\n")}
      >
        {text}
      </td>
      <td className={styles["figure"]}>{variants.length}</td>
      <td className={styles["figure"]}>
        {formatCount(rows)}
        {repetitions > 1 && ` × ${repetitions}`}
      </td>
      <td className={styles["figure"]} title={unpricedWords(experiment) ?? undefined}>
        {spendFigure(experiment, formatCost)}
      </td>
      <td className={styles["figure"]}>
        <time dateTime={new Date(createdAt).toISOString()} title={new Date(createdAt).toLocaleString("en-GB")}>
          {formatAge(createdAt, Date.now())}
        </time>
      </td>
      <td>
        <IconButton
          size="small"
          label={`Delete ${title}`}
          disabled={endedAt === null}
          icon={<Trash2 aria-hidden="true" />}
          onClick={onRemove}
        />
      </td>
    </tr>
  );
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by === undefined) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>("th button")];
  const { activeElement } = document;
  const at = activeElement instanceof HTMLElement ? buttons.indexOf(activeElement) : -1;
  if (at < 0) return;
  event.preventDefault();
  buttons[Math.min(Math.max(at + by, 0), buttons.length - 1)]?.focus();
}
