import { scaleBand } from "d3-scale";
import { area, line, stack } from "d3-shape";
import { type FigureAxis, figureAxis, type TickFormat } from "./axis.ts";
import { type Fill, isFigure, type Tone } from "./chart-data.ts";
import { textWidth } from "./fit-text.ts";

/** A day, a week, a month: what stands at one place of the axis of time. Slots follow each other without a gap. */
export interface TimeSlot {
  key: string;
  /** In full, as it is told: "Sat 29 Nov 2026". */
  title: string;
  /** As it stands below the axis, where there is room: "29 Nov". */
  tick: string;
}

/** One figure of each slot; null where there is none. Bars stand on one another, lines break where a figure is missing. */
export interface TimeSeries {
  title: string;
  tone: Tone;
  values: readonly (number | null)[];
  kind: "bar" | "line";
  fill?: Fill;
  dashed?: boolean;
}

export interface PlacedBar {
  slot: number;
  series: TimeSeries;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface PlacedLine {
  series: TimeSeries;
  path: string;
  points: readonly { slot: number; x: number; y: number }[];
}

export interface TimeLayout {
  left: number;
  right: number;
  top: number;
  bottom: number;
  height: number;
  axis: FigureAxis;
  /** The middle of each slot, and half of the room it has. */
  middles: readonly number[];
  half: number;
  /** Slots whose names stand below the axis. */
  named: readonly number[];
  bars: readonly PlacedBar[];
  lines: readonly PlacedLine[];
  /** Between the first and the second line; empty with fewer. */
  between: string;
}

interface TimeLayoutInput {
  slots: readonly TimeSlot[];
  series: readonly TimeSeries[];
  width: number;
  top: number;
  plotHeight: number;
  format: TickFormat;
}

/** Slots side by side over an axis of figures that begins at nothing. */
export function timeLayout({ slots, series, width, top, plotHeight, format }: TimeLayoutInput): TimeLayout {
  const bottom = top + plotHeight;
  const bars = series.filter(({ kind }) => kind === "bar");
  const lines = series.filter(({ kind }) => kind === "line");
  const sums = slots.map((_, slot) => bars.reduce((sum, { values }) => sum + figureAt(values, slot), 0));
  const values = [...sums, ...lines.flatMap((one) => one.values)];
  const axis = figureAxis(values, { range: [bottom, top], spacing: 38, withZero: true, format });
  const left = Math.max(24, ...axis.ticks.map(({ text }) => textWidth(text))) + 8;
  const right = width - 4;
  const band = scaleBand<number>()
    .domain(slots.map((_, slot) => slot))
    .range([left, right])
    .paddingInner(0.25)
    .paddingOuter(0.12);
  const middle = (slot: number) => (band(slot) ?? left) + band.bandwidth() / 2;
  const barWidth = Math.min(band.bandwidth(), 44);
  const [first, second] = lines;
  return {
    left,
    right,
    top,
    bottom,
    height: bottom + 24,
    axis,
    middles: slots.map((_, slot) => middle(slot)),
    half: band.step() / 2,
    named: namedSlots(slots, band.step()),
    bars: placeBars(slots, bars, axis, middle, barWidth),
    lines: lines.map((one) => ({
      series: one,
      path: pathOf(one.values, middle, axis),
      points: one.values.flatMap((value, slot) =>
        isFigure(value) ? [{ slot, x: middle(slot), y: axis.place(value) }] : [],
      ),
    })),
    between: first && second ? areaOf(first.values, second.values, middle, axis) : "",
  };
}

function figureAt(values: readonly (number | null)[], slot: number): number {
  const value = values[slot];
  return isFigure(value) ? value : 0;
}

function placeBars(
  slots: readonly TimeSlot[],
  series: readonly TimeSeries[],
  axis: FigureAxis,
  middle: (slot: number) => number,
  width: number,
): PlacedBar[] {
  const stacked = stack<number, number>()
    .keys(series.map((_, index) => index))
    .value((slot, index) => figureAt(series[index]?.values ?? [], slot))(slots.map((_, slot) => slot));
  return stacked.flatMap((places, index) =>
    places.flatMap(([from, to], slot) => {
      const own = series[index];
      // Nothing is drawn of a figure that is not there, nor of a part that is 0.
      if (!own || !isFigure(own.values[slot]) || to <= from) return [];
      const y = axis.place(to);
      // However small it is, it is seen.
      const height = Math.max(1.5, axis.place(from) - y);
      return [{ slot, series: own, x: middle(slot) - width / 2, y: axis.place(from) - height, width, height }];
    }),
  );
}

function pathOf(values: readonly (number | null)[], middle: (slot: number) => number, axis: FigureAxis): string {
  return (
    line<number | null>()
      .defined(isFigure)
      .x((_, slot) => middle(slot))
      .y((value) => axis.place(value ?? 0))([...values]) ?? ""
  );
}

function areaOf(
  low: readonly (number | null)[],
  high: readonly (number | null)[],
  middle: (slot: number) => number,
  axis: FigureAxis,
): string {
  return (
    area<number | null>()
      .defined((value, slot) => isFigure(value) && isFigure(high[slot]))
      .x((_, slot) => middle(slot))
      .y0((value) => axis.place(value ?? 0))
      .y1((_, slot) => axis.place(high[slot] ?? 0))([...low]) ?? ""
  );
}

/** Every so many slots have their name below the axis, counted from the newest, so that none runs into the next. */
function namedSlots(slots: readonly TimeSlot[], step: number): number[] {
  const widest = Math.max(1, ...slots.map(({ tick }) => textWidth(tick))) + 14;
  const every = Math.max(1, Math.ceil(widest / Math.max(0.1, step)));
  const last = slots.length - 1;
  return slots.map((_, slot) => slot).filter((slot) => (last - slot) % every === 0);
}
