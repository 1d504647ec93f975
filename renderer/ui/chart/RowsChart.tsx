import { classNames } from "../class-names.ts";
import type { TickFormat } from "./axis.ts";
import styles from "./Chart.module.css";
import { ChartFrame, type ChartWords, type Drawing } from "./ChartFrame.tsx";
import { Drawn } from "./Drawn.tsx";
import { fitText, textWidth } from "./fit-text.ts";
import { Legend, type LegendEntry, legendHeight } from "./Legend.tsx";
import { MarkGlyph } from "./MarkGlyph.tsx";
import type { Mark } from "./next-mark.ts";
import {
  type ChartRow,
  type PlacedPart,
  type PlacedRow,
  type RowLayout,
  type RowLimit,
  rowLayout,
} from "./row-layout.ts";
import type { Marks } from "./use-marks.ts";

interface RowsChartProps extends ChartWords {
  rows: readonly ChartRow[];
  format: TickFormat;
  /** False cuts the axis to where the points are. Bars need their zero. */
  withZero?: boolean;
  limits?: readonly RowLimit[];
  legend?: readonly LegendEntry[];
}

/** Rows on one axis: bars, points, ranges; what is compared lies below each other. */
export function RowsChart({ rows, format, withZero = true, limits = [], legend = [], ...words }: RowsChartProps) {
  const draw = (width: number): Drawing => {
    const top = legendHeight(legend, width);
    const layout = rowLayout({ rows, width, top: top > 0 ? top + 6 : 0, format, withZero, limits });
    const placed = layout.rows.flatMap((row, line) => row.parts.map((part) => ({ part, line })));
    const marks = placed.flatMap(({ part, line }) => markOf(part, line) ?? []);
    return {
      height: layout.height,
      marks,
      content: (io) => (
        <>
          <Legend entries={legend} width={width} />
          <Axis layout={layout} limits={limits} />
          {layout.rows.map((row) => (
            <Row key={row.row.key} row={row} layout={layout} width={width} marks={marks} io={io} />
          ))}
        </>
      ),
    };
  };
  return <ChartFrame {...words} draw={draw} />;
}

function markOf({ part, x, x2, y }: PlacedPart, line: number): Mark | undefined {
  const { key, text, onChoose, chosen } = part;
  if (text === undefined) return undefined;
  return { key, text, x: (x + x2) / 2, y, line, onChoose, ...(chosen === undefined ? {} : { chosen }) };
}

function Axis({
  layout: { axis, top, bottom, left, right },
  limits,
}: {
  layout: RowLayout;
  limits: readonly RowLimit[];
}) {
  return (
    <Drawn>
      {axis.ticks.map(({ value, text, at }) => (
        <g key={value}>
          <line className={styles["grid"]} x1={at} x2={at} y1={top} y2={bottom} />
          <text className={styles["tick"]} x={at} y={bottom + 15} textAnchor="middle">
            {text}
          </text>
        </g>
      ))}
      {limits.map(({ at, label }) => {
        const x = axis.place(at);
        return (
          <g key={label}>
            <line className={styles["limit"]} x1={x} x2={x} y1={top - 4} y2={bottom} />
            <text className={styles["tick"]} x={x} y={top - 8} textAnchor={x > (left + right) / 2 ? "end" : "start"}>
              {label}
            </text>
          </g>
        );
      })}
    </Drawn>
  );
}

interface RowProps {
  row: PlacedRow;
  layout: RowLayout;
  width: number;
  marks: readonly Mark[];
  io: Marks;
}

function Row({ row: { row, y, parts }, layout, width, marks, io }: RowProps) {
  const { label, aside, look, figure } = row;
  const from = look ? 16 : 0;
  const room = layout.left - from - 12;
  const said = fitText(label, room);
  const more = aside === undefined || said !== label ? "" : fitText(aside, room - textWidth(`${label} `));
  return (
    <g>
      <Drawn>
        {look && <MarkGlyph look={look} x={5} y={y} size="legend" />}
        <text className={styles["label"]} x={from} y={y + 4}>
          {said}
          {more !== "" && more !== "…" && <tspan className={styles["aside"]}> {more}</tspan>}
        </text>
        {figure !== undefined && (
          <text className={styles["figure"]} x={width} y={y + 4} textAnchor="end">
            {fitText(figure, width - layout.right - 8)}
          </text>
        )}
      </Drawn>
      {parts.map((placed) => {
        const mark = marks.find(({ key }) => key === placed.part.key);
        return mark ? (
          <g key={placed.part.key} {...io.propsOf(mark)} className={styles["mark"]}>
            <Part placed={placed} />
          </g>
        ) : (
          <Drawn key={placed.part.key}>
            <Part placed={placed} />
          </Drawn>
        );
      })}
    </g>
  );
}

/** A bar of a figure that is there is seen, however small it is. */
const leastBar = 1.5;

function Part({ placed: { part, x, x2, y } }: { placed: PlacedPart }) {
  const chosen = part.chosen === true && styles["chosen"];
  switch (part.kind) {
    case "bar": {
      const start = Math.min(x, x2);
      const width = Math.max(leastBar, Math.abs(x2 - x));
      return (
        <>
          {/* So that a thin bar can be pointed at. */}
          <rect className={styles["target"]} x={start - 2} y={y - 12} width={width + 4} height={24} />
          <rect
            className={classNames(styles["bar"], styles[part.tone], styles[part.fill], chosen)}
            x={start}
            y={y - 6.5}
            width={width}
            height={13}
            rx={Math.min(2, width / 2)}
          />
        </>
      );
    }
    case "point":
      return (
        <>
          <circle className={styles["target"]} cx={x} cy={y} r={8} />
          {part.chosen && <circle className={styles["ring"]} cx={x} cy={y} r={8} />}
          <MarkGlyph look={part.look} x={x} y={y} />
        </>
      );
    case "range":
      return <line className={classNames(styles["range"], styles[part.tone], chosen)} x1={x} x2={x2} y1={y} y2={y} />;
    case "tick":
      return (
        <line
          className={classNames(styles["median"], styles[part.tone], chosen)}
          x1={x}
          x2={x}
          y1={y - 10}
          y2={y + 10}
        />
      );
  }
}
