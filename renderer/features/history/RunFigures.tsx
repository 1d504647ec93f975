import type { GroupFigures } from "@shared/contract/routes.ts";
import { type FigureGroup, figureGroups } from "@shared/domain/run/figure-groups.ts";
import { ChartColumn } from "lucide-react";
import { useEffect, useState } from "react";
import { useHistory } from "../../stores/history/history.ts";
import { createQuery } from "../../stores/query.ts";
import { Dialog } from "../../ui/Dialog.tsx";
import { ErrorCard } from "../../ui/ErrorCard.tsx";
import { formatCost, formatCount, formatDuration, plural } from "../../ui/figures.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { SegmentedControl } from "../../ui/SegmentedControl.tsx";
import { Spinner } from "../../ui/Spinner.tsx";
import { FigureCell, RowHead, Table, TableBox } from "../../ui/Table.tsx";
import styles from "./RunFigures.module.css";

const useFigures = createQuery("history.groups");

const titles: Readonly<Record<FigureGroup, string>> = {
  model: "Model",
  provider: "Provider",
  prompt: "Prompt",
  day: "Day",
};

/** The button that shows what the runs in the list came to: by model, provider, prompt or day. */
export function RunFigures() {
  const [open, setOpen] = useState(false);
  const [by, setBy] = useState<FigureGroup>("model");
  const filtered = useHistory((state) => Object.keys(state.filter).length > 0);
  return (
    <>
      <IconButton
        size="small"
        label="Figures"
        icon={<ChartColumn aria-hidden="true" />}
        onClick={() => setOpen(true)}
      />
      <Dialog open={open} onClose={() => setOpen(false)} title="Figures" size="wide">
        <div className={styles["scope"]}>
          <SegmentedControl<FigureGroup>
            label="Figures by"
            value={by}
            segments={figureGroups.map((value) => ({ value, label: titles[value] }))}
            onChange={setBy}
          />
          <p>
            {filtered ? "Of the runs the filter leaves." : "Of every kept run."} Replays are left out; times are medians
            of answers that came in full; a cost is that of the runs whose price was known.
          </p>
        </div>
        <TableBox label="Figures" className={styles["scroll"]} autofocus>
          <FigureTable by={by} />
        </TableBox>
      </Dialog>
    </>
  );
}

const figureTitles = ["Runs", "Failed", "First token", "Whole answer", "Tokens in", "Tokens out", "Cost"];

function FigureTable({ by }: { by: FigureGroup }) {
  const filter = useHistory((state) => state.filter);
  const { answer, error, ask } = useFigures();
  const [asked, setAsked] = useState<FigureGroup>();
  useEffect(() => {
    const stop = new AbortController();
    void ask({ filter, by }, stop.signal).then(() => !stop.signal.aborted && setAsked(by));
    return () => stop.abort();
  }, [filter, by, ask]);
  if (asked !== by) return <Spinner label="Counting" />;
  if (error) return <ErrorCard title={error.message} text={error.advice} />;
  if (answer === null || answer.length === 0) return <p className={styles["none"]}>No runs.</p>;
  return (
    <Table columns={[{ title: titles[by] }, ...figureTitles.map((title) => ({ title, figures: true }))]}>
      {answer.map((figures) => (
        <Row key={JSON.stringify([figures.name, figures.within])} figures={figures} none={`no ${by}`} />
      ))}
    </Table>
  );
}

function Row({ figures, none }: { figures: GroupFigures; none: string }) {
  const { name, within, costUsd, priced, runs } = figures;
  const cells = [
    formatCount(figures.runs),
    formatCount(figures.failed),
    shown(figures.medianTtftMs, formatDuration),
    shown(figures.medianTotalMs, formatDuration),
    shown(figures.inputTokens, formatCount),
    shown(figures.outputTokens, formatCount),
    costUsd === null ? "—" : `${formatCost(costUsd)}${priced < runs ? ` of ${plural(priced, "run")}` : ""}`,
  ];
  return (
    <tr>
      <RowHead aside={within}>{name === "" ? none : name}</RowHead>
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
