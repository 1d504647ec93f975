import { type FigureAxis, figureAxis, type TickFormat } from "./axis.ts";
import { type Fill, isFigure, type SeriesLook, type Tone } from "./chart-data.ts";
import { textWidth } from "./fit-text.ts";
import { stackLanes } from "./stack-lanes.ts";

/** Something on a row, in the figures of the axis. What has a `text` is a mark: it is told, and keys reach it. */
export type RowPart = { key: string; text?: string; onChoose?: () => void; chosen?: boolean } & (
  | { kind: "bar"; tone: Tone; fill: Fill; from: number; to: number }
  | { kind: "point"; look: SeriesLook; at: number }
  /** A thin line between two figures. */
  | { kind: "range"; tone: Tone; from: number; to: number }
  /** A short line across the row, such as its median. */
  | { kind: "tick"; tone: Tone; at: number }
);

export interface ChartRow {
  key: string;
  label: string;
  /** Beside the label and quieter: what tells it from another of that name. */
  aside?: string | undefined;
  look?: SeriesLook;
  /** What the row comes to, at its right end. */
  figure?: string | undefined;
  parts: readonly RowPart[];
}

/** A line across all rows that says where something ends. */
export interface RowLimit {
  at: number;
  label: string;
}

export interface PlacedPart {
  part: RowPart;
  /** Pixels; for what has no stretch both are the same. */
  x: number;
  x2: number;
  y: number;
}

export interface PlacedRow {
  row: ChartRow;
  /** The middle of the row. */
  y: number;
  parts: readonly PlacedPart[];
}

export interface RowLayout {
  left: number;
  right: number;
  top: number;
  bottom: number;
  height: number;
  axis: FigureAxis;
  rows: readonly PlacedRow[];
}

interface RowLayoutInput {
  rows: readonly ChartRow[];
  width: number;
  /** Pixels above the rows. */
  top: number;
  format: TickFormat;
  /** Bars begin at nothing; points alone may have an axis that is cut to where they are. */
  withZero: boolean;
  limits: readonly RowLimit[];
}

/** Pixels: a row with one lane, each more lane of points (which may lie on the one above in part), a point, what is below the rows, and between columns. */
const sizes = { row: 26, lane: 6, point: 9, foot: 22, gap: 12, look: 16 };

/** Labels at the left, one axis for all rows, what each comes to at the right. What is no figure is not drawn. */
export function rowLayout({ rows, width, top, format, withZero, limits }: RowLayoutInput): RowLayout {
  const looks = rows.some(({ look }) => look) ? sizes.look : 0;
  const wanted = Math.max(0, ...rows.map(({ label, aside }) => textWidth(aside ? `${label} ${aside}` : label)));
  const left = Math.min(wanted + looks, width * 0.38) + (wanted + looks > 0 ? sizes.gap : 0);
  const figures = Math.max(0, ...rows.map(({ figure }) => textWidth(figure ?? "")));
  const right = width - (figures > 0 ? Math.min(figures, width * 0.3) + sizes.gap : 24);
  const drawn = rows.map((row) => ({ row, parts: row.parts.filter((part) => endsOf(part).every(isFigure)) }));
  const values = [...drawn.flatMap(({ parts }) => parts.flatMap(endsOf)), ...limits.map(({ at }) => at)];
  const axis = figureAxis(values, {
    range: [withZero ? left : left + 6, Math.max(left + 7, right)],
    spacing: 68,
    withZero,
    format,
  });
  let y = top + (limits.length > 0 ? 16 : 0);
  const above = y;
  const placed = drawn.map(({ row, parts }): PlacedRow => {
    const points = parts.filter((part) => part.kind === "point");
    const lanes = stackLanes(
      points.map(({ at }) => axis.place(at)),
      sizes.point,
    );
    const spread = Math.max(1, ...lanes.map((lane) => lane + 1)) - 1;
    const height = sizes.row + spread * sizes.lane;
    const middle = y + height / 2;
    y += height;
    return {
      row,
      y: middle,
      parts: parts.map((part) => {
        const [from, to] = endsOf(part).map((value) => axis.place(value)) as [number, number];
        const lane = part.kind === "point" ? (lanes[points.indexOf(part)] ?? 0) : spread / 2;
        return { part, x: from, x2: to, y: middle + (lane - spread / 2) * sizes.lane };
      }),
    };
  });
  return { left, right, top: above, bottom: y, height: y + sizes.foot, axis, rows: placed };
}

/** From where to where a part goes. */
function endsOf(part: RowPart): [number, number] {
  return "at" in part ? [part.at, part.at] : [part.from, part.to];
}
