import { quantile } from "@shared/domain/statistics/quantile.ts";
import { runEnd } from "../../../stores/run/run-end.ts";
import { isRunning, useRuns } from "../../../stores/run/runs.ts";
import { type ChartTable, figureCell, isFigure, seriesLook, textCell } from "../../../ui/chart/chart-data.ts";
import { RowsChart } from "../../../ui/chart/RowsChart.tsx";
import type { ChartRow, RowPart } from "../../../ui/chart/row-layout.ts";
import { plural } from "../../../ui/figures.ts";
import styles from "./Charts.module.css";
import { type ChartedVariant, runName } from "./charted-runs.ts";
import { type AnswerFigure, answerFigures } from "./repetition-figures.ts";

/** Each figure of the repetitions as points on a line, a row a variant: how far they lie apart, and which lies apart. */
export function RepetitionCharts({ variants }: { variants: readonly ChartedVariant[] }) {
  return (
    <>
      <p className={styles["note"]}>{whatIsShown(variants)}</p>
      <div className={styles["many"]}>
        {answerFigures.map((figure) => (
          <div key={figure.id} className={styles["card"]}>
            <FigureChart figure={figure} variants={variants} />
          </div>
        ))}
      </div>
    </>
  );
}

function FigureChart({ figure, variants }: { figure: AnswerFigure; variants: readonly ChartedVariant[] }) {
  const { title, tick } = figure;
  const measured = variants.map((variant) => ({ variant, middle: medianOf(variant, figure) }));
  return (
    <RowsChart
      title={title}
      summary={summaryOf(measured, figure)}
      empty={`No answer has this figure.`}
      rows={measured.map(({ variant, middle }) => rowOf(variant, middle, figure))}
      withZero={false}
      format={tick}
      table={tableOf(variants, figure)}
    />
  );
}

type Measured = { variant: ChartedVariant; middle: number | null };

function medianOf({ runs }: ChartedVariant, { of }: AnswerFigure): number | null {
  const values = runs.map(of).filter(isFigure);
  return quantile(Float64Array.from(values).sort(), 0.5);
}

function rowOf(variant: ChartedVariant, middle: number | null, { of, format }: AnswerFigure): ChartRow {
  const look = seriesLook(variant.place);
  const points = variant.runs.flatMap((run, repetition): RowPart[] => {
    const at = of(run);
    if (!isFigure(at)) return [];
    return [
      {
        kind: "point",
        key: `${variant.id} ${repetition}`,
        text: `${runName(variant, repetition)}\n${format(at)}`,
        look,
        at,
        chosen: repetition === variant.shown,
        onChoose: () => useRuns.getState().show(variant.id, repetition),
      },
    ];
  });
  const line: RowPart[] =
    middle !== null && points.length > 1
      ? [{ kind: "tick", key: `${variant.id} median`, tone: look.tone, at: middle }]
      : [];
  return {
    key: variant.id,
    label: `${variant.letter} ${variant.name}`,
    look,
    figure: middle === null ? "no figure" : format(middle),
    parts: [...line, ...points],
  };
}

/** The middle of each variant; with two, which is lower. */
function summaryOf(measured: readonly Measured[], { format }: AnswerFigure): string {
  const known = measured.flatMap(({ variant, middle }) => (middle === null ? [] : [{ variant, middle }]));
  if (known.length === 0) return "No figure.";
  const said = known.map(({ variant, middle }) => `${variant.letter} ${format(middle)}`).join(", ");
  return known.some(({ variant }) => variant.runs.length > 1) ? `Median ${said}.` : `${said}.`;
}

/** How many answers there are, and what is missing of them. */
function whatIsShown(variants: readonly ChartedVariant[]): string {
  const runs = variants.flatMap((variant) => variant.runs);
  const count = (end: ReturnType<typeof runEnd>) => runs.filter((run) => runEnd(run) === end).length;
  const without = [
    count("failed") > 0 ? `${count("failed")} failed` : "",
    count("stopped") > 0 ? `${count("stopped")} stopped` : "",
    runs.some(isRunning) ? `${runs.filter(isRunning).length} going on` : "",
  ].filter((part) => part !== "");
  return [
    `${plural(count("answered"), "answer")}. The line across a row is its median, a ring the answer its column shows; Enter or a click shows another.`,
    without.length > 0 ? `Without figures: ${without.join(", ")}.` : "",
  ].join(" ");
}

function tableOf(variants: readonly ChartedVariant[], { title, of, format }: AnswerFigure): ChartTable {
  return {
    columns: [{ title: "Answer" }, { title: "Model" }, { title, figures: true }],
    rows: variants.flatMap((variant) =>
      variant.runs.map((run, repetition) => [
        textCell(runName(variant, repetition)),
        textCell(variant.name),
        figureCell(of(run), format),
      ]),
    ),
  };
}
