import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { FigureCell, RowHead, Table, TableBox } from "../Table.tsx";
import { VisuallyHidden } from "../VisuallyHidden.tsx";
import styles from "./Chart.module.css";
import { chartCsv } from "./chart-csv.ts";
import type { ChartTable } from "./chart-data.ts";
import { chartSvg } from "./chart-svg.ts";
import type { Mark } from "./next-mark.ts";
import { type Marks, useMarks } from "./use-marks.ts";
import { useWidth } from "./use-width.ts";

/** What every chart says of itself, whatever it draws. */
export interface ChartWords {
  /** What is to be seen: the finding where there is one, else the name. */
  title: string;
  /** A sentence with what the chart comes to: for who does not see it, and for the eye in a hurry. */
  summary: string;
  /** Everything it shows, to be read and to be copied. */
  table: ChartTable;
  /** Said where nothing can be drawn. */
  empty: string;
  /** Stands at the end of the title's line. */
  end?: ReactNode;
}

/** A drawing of so many pixels with the marks in it. */
export interface Drawing {
  height: number;
  marks: readonly Mark[];
  content(marks: Marks): ReactNode;
}

interface ChartFrameProps extends ChartWords {
  draw(width: number): Drawing;
}

/** A chart with its title, its summary, the table behind it, and both to be copied. */
export function ChartFrame({ title, summary, table, empty, draw, end }: ChartFrameProps) {
  const [asTable, setAsTable] = useState(false);
  const plot = useRef<HTMLDivElement>(null);
  const width = useWidth(plot);
  const ids = { title: useId(), summary: useId() };
  const drawing = width > 0 ? draw(width) : undefined;
  const isEmpty = table.rows.length === 0 || drawing?.marks.length === 0;
  const drawn = () => plot.current?.querySelector("svg");
  return (
    <figure className={styles["chart"]} aria-labelledby={ids.title} aria-describedby={ids.summary}>
      <div className={styles["head"]}>
        <h3 id={ids.title} className={styles["title"]}>
          {title}
        </h3>
        {end}
        {table.rows.length > 0 && (
          <div className={styles["acts"]}>
            <button
              type="button"
              className={styles["act"]}
              aria-pressed={asTable}
              title="The figures behind the chart"
              onClick={() => setAsTable(!asTable)}
            >
              Table<VisuallyHidden> of {title}</VisuallyHidden>
            </button>
            {!asTable && !isEmpty && (
              <CopyAct
                word="SVG"
                about={title}
                text={() => {
                  const svg = drawn();
                  return svg ? chartSvg(svg, { title, summary }) : "";
                }}
              />
            )}
            <CopyAct word="CSV" about={title} text={() => chartCsv(table)} />
          </div>
        )}
      </div>
      <p id={ids.summary} className={styles["summary"]}>
        {summary}
      </p>
      <div ref={plot} className={styles["plot"]}>
        {isEmpty && !asTable && <p className={styles["empty"]}>{empty}</p>}
        {!isEmpty && !asTable && drawing && (
          <Plot drawing={drawing} width={width} labelledBy={ids.title} describedBy={ids.summary} />
        )}
        {asTable && <BehindChart title={title} table={table} />}
      </div>
    </figure>
  );
}

interface PlotProps {
  drawing: Drawing;
  width: number;
  labelledBy: string;
  describedBy: string;
}

function Plot({ drawing: { height, marks, content }, width, labelledBy, describedBy }: PlotProps) {
  const io = useMarks(marks);
  const { shown } = io;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the marks, which bubble up to it
    <div ref={io.ref} className={styles["box"]} onKeyDown={io.onKeyDown}>
      {/* biome-ignore lint/a11y/useSemanticElements: no fieldset can hold a drawing's groups */}
      <svg
        className={styles["svg"]}
        width={width}
        height={height}
        role="group"
        aria-labelledby={labelledBy}
        aria-describedby={describedBy}
      >
        {content(io)}
      </svg>
      {shown && (
        <div
          className={styles["told"]}
          aria-hidden="true"
          style={{ left: Math.min(Math.max(shown.x, 90), Math.max(90, width - 90)), top: shown.y }}
        >
          {shown.text}
        </div>
      )}
    </div>
  );
}

function BehindChart({ title, table: { columns, rows } }: { title: string; table: ChartTable }) {
  return (
    <TableBox label={`Table of ${title}`} className={styles["table"]}>
      <Table columns={columns}>
        {rows.map((cells, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a table is written anew as a whole
          <tr key={index}>
            {cells.map(({ text }, place) => {
              const column = columns[place]?.title ?? place;
              if (place === 0) return <RowHead key={column}>{text}</RowHead>;
              return columns[place]?.figures ? (
                <FigureCell key={column}>{text}</FigureCell>
              ) : (
                <td key={column}>{text}</td>
              );
            })}
          </tr>
        ))}
      </Table>
    </TableBox>
  );
}

/** Puts a form of the chart on the clipboard, and says so for a moment, also when the browser refuses. */
function CopyAct({ word, about, text }: { word: string; about: string; text: () => string }) {
  const [said, setSaid] = useState<string>();
  useEffect(() => {
    if (said === undefined) return;
    const timer = setTimeout(() => setSaid(undefined), 1_600);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = () =>
    navigator.clipboard.writeText(text()).then(
      () => setSaid("Copied"),
      () => setSaid("Refused"),
    );
  return (
    <button type="button" className={styles["act"]} title={`Copy as ${word}`} onClick={() => void copy()}>
      <VisuallyHidden>{said === undefined ? "Copy as " : `${word}: `}</VisuallyHidden>
      {said ?? word}
      <VisuallyHidden> {about}</VisuallyHidden>
      <VisuallyHidden>
        <span role="status">{said === "Refused" ? "The clipboard is not allowed here" : said}</span>
      </VisuallyHidden>
    </button>
  );
}
