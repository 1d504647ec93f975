import { classNames } from "../class-names.ts";
import type { TickFormat } from "./axis.ts";
import styles from "./Chart.module.css";
import { ChartFrame, type ChartWords, type Drawing } from "./ChartFrame.tsx";
import { isFigure, noFigure } from "./chart-data.ts";
import { Drawn } from "./Drawn.tsx";
import { textWidth } from "./fit-text.ts";
import { Legend, type LegendEntry, legendHeight } from "./Legend.tsx";
import type { Mark } from "./next-mark.ts";
import { type TimeLayout, type TimeSeries, type TimeSlot, timeLayout } from "./time-layout.ts";
import type { Marks } from "./use-marks.ts";

interface TimeChartProps extends ChartWords {
  slots: readonly TimeSlot[];
  series: readonly TimeSeries[];
  /** Below the axis, and as it is told. */
  tick: TickFormat;
  format(value: number): string;
  /** Pixels from the lowest to the highest figure. */
  plotHeight?: number;
}

/** Figures over time: bars that stand on one another, or lines. A slot is one mark, which tells all of its figures. */
export function TimeChart({ slots, series, tick, format, plotHeight = 200, ...words }: TimeChartProps) {
  const legend = series.length > 1 ? series.map(legendOf) : [];
  const draw = (width: number): Drawing => {
    const above = legendHeight(legend, width);
    const layout = timeLayout({ slots, series, width, top: above + 10, plotHeight, format: tick });
    const marks = slots.flatMap((slot, index): Mark[] => {
      if (!series.some(({ values }) => isFigure(values[index]))) return [];
      const text = [slot.title, ...series.map((one) => `${one.title} ${told(one.values[index], format)}`)].join("\n");
      return [{ key: slot.key, text, x: layout.middles[index] ?? 0, y: topOf(layout, index), line: 0 }];
    });
    return {
      height: layout.height,
      marks,
      content: (io) => (
        <>
          <Legend entries={legend} width={width} />
          <Axes layout={layout} slots={slots} />
          <Figures layout={layout} shown={slots.findIndex(({ key }) => key === io.shown?.key)} />
          <Targets layout={layout} slots={slots} marks={marks} io={io} />
        </>
      ),
    };
  };
  return <ChartFrame {...words} draw={draw} />;
}

function told(value: number | null | undefined, format: (value: number) => string): string {
  return isFigure(value) ? format(value) : noFigure;
}

function legendOf({ title, tone, kind, fill, dashed }: TimeSeries): LegendEntry {
  if (kind === "bar") return { title, kind, tone, fill: fill ?? "solid" };
  return { title, kind, tone, ...(dashed === undefined ? {} : { dashed }) };
}

/** The upper end of what is drawn of a slot. */
function topOf({ bars, lines, bottom }: TimeLayout, slot: number): number {
  const ys = [
    ...bars.filter((bar) => bar.slot === slot).map(({ y }) => y),
    ...lines.flatMap(({ points }) => points.filter((point) => point.slot === slot).map(({ y }) => y)),
  ];
  return Math.min(bottom, ...ys);
}

function Axes({
  layout: { axis, left, right, bottom, middles, named },
  slots,
}: {
  layout: TimeLayout;
  slots: readonly TimeSlot[];
}) {
  return (
    <Drawn>
      {axis.ticks.map(({ value, text, at }) => (
        <g key={value}>
          <line className={styles["grid"]} x1={left} x2={right} y1={at} y2={at} />
          <text className={styles["tick"]} x={left - 8} y={at + 4} textAnchor="end">
            {text}
          </text>
        </g>
      ))}
      {named.map((slot) => (
        <text
          key={slots[slot]?.key}
          className={styles["tick"]}
          x={Math.min(middles[slot] ?? 0, right + 4 - textWidth(slots[slot]?.tick ?? "") / 2)}
          y={bottom + 17}
          textAnchor="middle"
        >
          {slots[slot]?.tick}
        </text>
      ))}
    </Drawn>
  );
}

function Figures({
  layout: { bars, lines, between, middles, top, bottom, half },
  shown,
}: {
  layout: TimeLayout;
  shown: number;
}) {
  return (
    <Drawn>
      {shown >= 0 && (
        <rect
          className={styles["band"]}
          x={(middles[shown] ?? 0) - half}
          y={top - 4}
          width={2 * half}
          height={bottom - top + 4}
        />
      )}
      {between !== "" && lines[0] && (
        <path className={classNames(styles["area"], styles[lines[0].series.tone])} d={between} />
      )}
      {bars.map(({ slot, series: { title, tone, fill }, x, y, width, height }) => (
        <rect
          key={`${slot} ${title}`}
          className={classNames(styles["bar"], styles[tone], styles[fill ?? "solid"])}
          x={x}
          y={y}
          width={width}
          height={height}
          rx={Math.min(2, width / 2, height / 2)}
        />
      ))}
      {lines.map(({ series: { title, tone, dashed }, path, points }) => (
        <g key={title}>
          <path className={classNames(styles["line"], styles[tone], dashed && styles["dashed"])} d={path} />
          {points.map(({ slot, x, y }) => (
            <circle
              key={slot}
              className={classNames(styles["glyph"], styles[tone], dashed && styles["hollow"])}
              cx={x}
              cy={y}
              r={points.length > 60 && slot !== shown ? 1.5 : 3.5}
            />
          ))}
        </g>
      ))}
    </Drawn>
  );
}

interface TargetsProps {
  layout: TimeLayout;
  slots: readonly TimeSlot[];
  marks: readonly Mark[];
  io: Marks;
}

/** The whole height of a slot can be pointed at. */
function Targets({ layout: { middles, half, top, bottom }, slots, marks, io }: TargetsProps) {
  return marks.map((mark) => {
    const middle = middles[slots.findIndex(({ key }) => key === mark.key)] ?? 0;
    return (
      <g key={mark.key} {...io.propsOf(mark)} className={styles["mark"]}>
        <rect className={styles["target"]} x={middle - half} y={top - 4} width={2 * half} height={bottom - top + 4} />
      </g>
    );
  });
}
