import type { ModelFigures as Figures } from "@shared/contract/routes.ts";
import { ChartColumn } from "lucide-react";
import { useEffect, useState } from "react";
import { useHistory } from "../../stores/history/history.ts";
import { createQuery } from "../../stores/query.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { ErrorCard } from "../../ui/ErrorCard.tsx";
import { formatCount, formatDuration } from "../../ui/figures.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { Spinner } from "../../ui/Spinner.tsx";
import { FigureCell, RowHead, Table, TableBox } from "../../ui/Table.tsx";
import styles from "./ModelFigures.module.css";

const useFigures = createQuery("history.figures");

/** The button that shows what the runs in the list came to, model by model. */
export function ModelFigures() {
  const [open, setOpen] = useState(false);
  const filtered = useHistory((state) => Object.keys(state.filter).length > 0);
  return (
    <>
      <IconButton
        size="small"
        label="Figures by model"
        icon={<ChartColumn aria-hidden="true" />}
        onClick={() => setOpen(true)}
      />
      <Dialog open={open} onClose={() => setOpen(false)} title="Figures by model" size="wide">
        <p className={styles["scope"]}>
          {filtered ? "Of the runs the filter leaves." : "Of every kept run."} Replays are left out; times are medians
          of answers that came in full.
        </p>
        <TableBox label="Figures" className={styles["scroll"]} autofocus>
          <FigureTable />
        </TableBox>
      </Dialog>
    </>
  );
}

const columns = [
  { title: "Model" },
  ...["Runs", "Failed", "First token", "Whole answer", "Tokens in", "Tokens out"].map((title) => ({
    title,
    figures: true,
  })),
];

function FigureTable() {
  const filter = useHistory((state) => state.filter);
  const { answer, error, ask } = useFigures();
  const [asked, setAsked] = useState(false);
  useEffect(() => {
    const stop = new AbortController();
    void ask(filter, stop.signal).then(() => !stop.signal.aborted && setAsked(true));
    return () => stop.abort();
  }, [filter, ask]);
  if (!asked) return <Spinner label="Counting" />;
  if (error) return <ErrorCard title={error.message} text={error.advice} />;
  if (answer === null || answer.length === 0) return <p className={styles["none"]}>No runs.</p>;
  return (
    <Table columns={columns}>
      {answer.map((figures) => (
        <Row key={JSON.stringify([figures.model, figures.provider])} figures={figures} />
      ))}
    </Table>
  );
}

function Row({ figures }: { figures: Figures }) {
  const cells = [
    formatCount(figures.runs),
    formatCount(figures.failed),
    shown(figures.medianTtftMs, formatDuration),
    shown(figures.medianTotalMs, formatDuration),
    shown(figures.inputTokens, formatCount),
    shown(figures.outputTokens, formatCount),
  ];
  return (
    <tr>
      <RowHead aside={figures.provider}>{figures.model === "" ? "no model" : figures.model}</RowHead>
      {cells.map((text, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has the columns of the head, in its order
        <FigureCell key={place}>{text}</FigureCell>
      ))}
    </tr>
  );
}

function shown(value: number | null, format: (value: number) => string): string {
  return value === null ? "—" : format(value);
}
