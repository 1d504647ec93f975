import type { ExperimentSummary } from "@shared/domain/experiment/experiment-summary.ts";
import type { GridColumns } from "@shared/domain/experiment/grid.ts";
import { useEffect } from "react";
import { errorProps } from "../../../stores/error-props.ts";
import { createQuery } from "../../../stores/query.ts";
import { ErrorCard } from "../../../ui/ErrorCard.tsx";
import { formatCount, plural } from "../../../ui/figures.ts";
import { RowHead, Table, TableBox } from "../../../ui/Table.tsx";
import { stateWords } from "../words/state-words.ts";
import { letterOf } from "../words/variant-names.ts";
import styles from "./ExperimentPage.module.css";

const useTroubles = createQuery("experiments.rows");
/** So many rows with errors are read. */
const mostRows = 200;

interface ExperimentLogProps {
  jobId: string;
  summary: ExperimentSummary;
  columns: GridColumns;
}

/** What happened: when it began and ended, why it stands, and every cell that did not come to an answer. */
export function ExperimentLog({ jobId, summary, columns }: ExperimentLogProps) {
  const { answer, error } = useTroubles();
  const { open, uncertain } = summary.counts;
  // biome-ignore lint/correctness/useExhaustiveDependencies: cells that came to nothing since are news
  useEffect(() => {
    const stop = new AbortController();
    const view = { filter: { kind: "errors" as const }, sort: { by: "row" as const, descending: false } };
    void useTroubles.getState().ask({ jobId, view, from: 0, count: mostRows }, stop.signal);
    return () => stop.abort();
  }, [jobId, open, uncertain]);
  const troubles = (answer?.rows ?? []).flatMap(({ number, cells }) =>
    cells.flatMap((cell, variant) => {
      const missing = cell?.checks.find((check) => check.error !== undefined);
      const why = cell?.why ?? (missing && `${missing.name}: ${missing.error}`);
      if (!cell || why === undefined || cell.status === "passed") return [];
      const name = columns.variants[variant]?.name ?? "";
      return [{ number, variant: letterOf(columns, name), why, key: `${number} ${name}` }];
    }),
  );
  return (
    <section className={styles["text"]} aria-label="Log">
      <dl className={styles["log"]}>
        <dt>Began</dt>
        <dd>{timeText(summary.createdAt)}</dd>
        <dt>State</dt>
        <dd>
          {stateWords(summary)}
          {summary.notice === null ? "" : `: ${summary.notice}`}
        </dd>
        {summary.endedAt !== null && (
          <>
            <dt>Ended</dt>
            <dd>{timeText(summary.endedAt)}</dd>
          </>
        )}
        <dt>Cells</dt>
        <dd>
          {formatCount(summary.counts.done)} done, {formatCount(open)} open, {formatCount(uncertain)} uncertain,{" "}
          {formatCount(summary.counts.waiting)} waiting
        </dd>
      </dl>
      {error !== null && <ErrorCard {...errorProps(error)} />}
      {answer !== null && troubles.length === 0 && (
        <p className={styles["lead"]}>Every call so far came to an answer.</p>
      )}
      {troubles.length > 0 && (
        <>
          <p className={styles["lead"]}>
            {plural(answer?.total ?? 0, "row")} with cells that came to no answer or no score
            {(answer?.total ?? 0) > mostRows ? `; the first ${mostRows}` : ""}.
          </p>
          <TableBox label="Cells without an answer">
            <Table columns={[{ title: "Row" }, { title: "Variant" }, { title: "What happened" }]}>
              {troubles.map(({ number, variant, why, key }) => (
                <tr key={key}>
                  <RowHead>{number}</RowHead>
                  <td>{variant}</td>
                  <td>{why}</td>
                </tr>
              ))}
            </Table>
          </TableBox>
        </>
      )}
    </section>
  );
}

function timeText(at: number): string {
  return new Date(at).toLocaleString("en-GB");
}
