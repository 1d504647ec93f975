/** A part of 0 to 1 that intervals are drawn on. */
export interface Axis {
  from: number;
  to: number;
  /** Where a line and its figure stand. */
  ticks: number[];
}

interface Drawn {
  lo: number | null;
  hi: number | null;
  mean: number | null;
}

/** So many ticks at most. */
const mostTicks = 6;
const steps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.25];

/** One axis for all variants, cut to where their intervals are. */
export function axisOf(drawn: readonly Drawn[]): Axis {
  const ends = drawn.flatMap(({ lo, hi, mean }) => [lo, hi, mean]).filter((end) => end !== null);
  if (ends.length === 0) return { from: 0, to: 1, ticks: [0, 0.25, 0.5, 0.75, 1] };
  const [least, most] = [Math.max(0, Math.min(...ends)), Math.min(1, Math.max(...ends))];
  // Narrower, a difference that is nothing would look like one.
  const width = Math.max(0.1, most - least);
  const step = steps.find((one) => width / one <= mostTicks - 2) ?? 0.25;
  let from = Math.max(0, Math.floor(least / step + 1e-9) * step);
  let to = Math.min(1, Math.ceil(most / step - 1e-9) * step);
  if (to - from < width) {
    to = Math.min(1, from + width);
    from = Math.max(0, to - width);
  }
  const count = Math.round((to - from) / step);
  const ticks = Array.from({ length: count + 1 }, (_, index) => Number((from + index * step).toFixed(4)));
  return { from: Number(from.toFixed(4)), to: Number(to.toFixed(4)), ticks };
}

/** Where a share stands on the axis, from 0 to 100. */
export function placeOn({ from, to }: Axis, share: number): number {
  return Math.min(100, Math.max(0, ((share - from) / (to - from)) * 100));
}
