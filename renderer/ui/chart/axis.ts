import { type ScaleLinear, scaleLinear } from "d3-scale";
import { isFigure } from "./chart-data.ts";

/** Writes a figure of an axis. `step`: how far ticks are apart, by which decimals are chosen. */
export type TickFormat = (value: number, step: number) => string;

export interface Tick {
  value: number;
  text: string;
  /** Pixels from the start of the axis. */
  at: number;
}

/** Figures on a line of pixels. */
export interface FigureAxis {
  /** Pixels from the start of the axis; what lies outside is moved to its end. */
  place(value: number): number;
  ticks: readonly Tick[];
  from: number;
  to: number;
}

interface AxisSize {
  /** Pixels the axis goes over; from the larger to the smaller for one that stands. */
  range: readonly [number, number];
  /** Pixels a tick needs. */
  spacing: number;
  /** Bars begin at nothing; points may have an axis cut to where they are. */
  withZero: boolean;
  format: TickFormat;
}

/**
 * An axis with round ends that holds all of some figures. What is no figure is passed over; of one value, or of equal ones,
 * it begins at nothing, since there is no spread to be cut to.
 */
export function figureAxis(values: readonly (number | null | undefined)[], size: AxisSize): FigureAxis {
  const { range, spacing, withZero, format } = size;
  const most = Math.max(1, Math.floor(Math.abs(range[1] - range[0]) / spacing));
  const [low, high] = ends(values.filter(isFigure), withZero);
  const scale = scaleLinear()
    .domain([low, high])
    .nice(most)
    .range([...range])
    .clamp(true);
  const ticks = ticksThatFit(scale, most, spacing);
  const step = Math.abs((ticks[1] ?? high) - (ticks[0] ?? low));
  const [from = low, to = high] = scale.domain();
  return {
    place: (value) => scale(value),
    ticks: ticks.map((value) => ({ value, text: format(value, step), at: scale(value) })),
    from,
    to,
  };
}

/** A scale gives about as many ticks as it is asked for: fewer are asked for until each has its room. */
function ticksThatFit(scale: ScaleLinear<number, number>, most: number, spacing: number): number[] {
  for (let count = most; count > 1; count--) {
    const ticks = scale.ticks(count);
    const [first = 0, second = 0] = ticks;
    if (ticks.length < 2 || Math.abs(scale(second) - scale(first)) >= spacing) return ticks;
  }
  return scale.domain();
}

/** No spread is list after list of arguments: a list of 200 000 has no room among those of `Math.min`. */
function ends(figures: readonly number[], withZero: boolean): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const figure of figures) [low, high] = [Math.min(low, figure), Math.max(high, figure)];
  if (low > high) return [0, 1];
  if (withZero || low === high) [low, high] = [Math.min(0, low), Math.max(0, high)];
  return low === high ? [0, 1] : [low, high];
}

/** Milliseconds in the unit that the step can be told in: "250 ms", "1.5 s", "3 min". */
export function tickDuration(ms: number, step: number): string {
  if (ms === 0) return "0";
  if (step >= 60_000) return `${trimmed(ms / 60_000, 1)} min`;
  return step >= 100 && Math.abs(ms) >= 1_000 ? `${trimmed(ms / 1_000, 2)} s` : `${trimmed(ms, 2)} ms`;
}

/** "0", "1 250", "12 K", "1.5 M". */
export function tickCount(count: number): string {
  const size = Math.abs(count);
  if (size >= 1e9) return `${trimmed(count / 1e9, 2)} G`;
  if (size >= 1e6) return `${trimmed(count / 1e6, 2)} M`;
  if (size >= 10_000) return `${trimmed(count / 1e3, 2)} K`;
  return trimmed(count, 2).replace(/^(-?\d)(?=\d{3})/, "$1\u00a0");
}

/** US dollars with as many places as the step has: "$0.0005", "$2". */
export function tickDollars(usd: number, step: number): string {
  if (usd === 0) return "$0";
  const places = step >= 1 || step <= 0 ? 0 : Math.min(12, Math.ceil(-Math.log10(step) - 1e-9));
  return `$${usd.toFixed(places)}`;
}

function trimmed(value: number, places: number): string {
  return `${Number(value.toFixed(places))}`;
}
