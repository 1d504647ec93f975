import { symbol, symbolCircle, symbolCross, symbolDiamond, symbolSquare, symbolTriangle } from "d3-shape";
import { classNames } from "../class-names.ts";
import styles from "./Chart.module.css";
import type { MarkShape, SeriesLook } from "./chart-data.ts";

const symbols = {
  circle: symbolCircle,
  square: symbolSquare,
  diamond: symbolDiamond,
  triangle: symbolTriangle,
  cross: symbolCross,
} satisfies Record<MarkShape, unknown>;

/** Square pixels of a mark, and of one in a legend. */
const areas = { plot: 72, legend: 52 };

interface MarkGlyphProps {
  look: SeriesLook;
  x: number;
  y: number;
  size?: keyof typeof areas;
}

/** The point of a series: its shape tells it from the others where colours do not. */
export function MarkGlyph({ look: { tone, shape, fill }, x, y, size = "plot" }: MarkGlyphProps) {
  return (
    <path
      className={classNames(styles["glyph"], styles[tone], fill === "hollow" && styles["hollow"])}
      transform={`translate(${x} ${y})`}
      d={symbol(symbols[shape], areas[size])() ?? ""}
    />
  );
}
