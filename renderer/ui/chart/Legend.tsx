import { classNames } from "../class-names.ts";
import styles from "./Chart.module.css";
import type { Fill, SeriesLook, Tone } from "./chart-data.ts";
import { Drawn } from "./Drawn.tsx";
import { textWidth } from "./fit-text.ts";
import { MarkGlyph } from "./MarkGlyph.tsx";

/** What a part of a chart stands for: as a point, as a bar, or as a line. */
export type LegendEntry = { title: string } & (
  | { kind: "point"; look: SeriesLook }
  | { kind: "bar"; tone: Tone; fill: Fill }
  | { kind: "line"; tone: Tone; dashed?: boolean }
);

const sign = 16;
const gap = 16;
const lineHeight = 18;

/** Where entries stand, and how high all of them are: as many on a line as fit. */
function placed(entries: readonly LegendEntry[], width: number) {
  let [x, y] = [0, 0];
  const places = entries.map((entry) => {
    const own = sign + textWidth(entry.title);
    if (x > 0 && x + own > width) [x, y] = [0, y + lineHeight];
    const place = { entry, x, y };
    x += own + gap;
    return place;
  });
  return { places, height: entries.length === 0 ? 0 : y + lineHeight };
}

export function legendHeight(entries: readonly LegendEntry[], width: number): number {
  return placed(entries, width).height;
}

/** Part of the drawing, so that a copy has it too. */
export function Legend({ entries, width }: { entries: readonly LegendEntry[]; width: number }) {
  return (
    <Drawn>
      {placed(entries, width).places.map(({ entry, x, y }) => (
        <g key={entry.title} transform={`translate(${x} ${y + 8})`}>
          {entry.kind === "point" && <MarkGlyph look={entry.look} x={5} y={0} size="legend" />}
          {entry.kind === "bar" && (
            <rect
              className={classNames(styles["bar"], styles[entry.tone], styles[entry.fill])}
              x={0.5}
              y={-4.5}
              width={9}
              height={9}
              rx={2}
            />
          )}
          {entry.kind === "line" && (
            <line
              className={classNames(styles["line"], styles[entry.tone], entry.dashed && styles["dashed"])}
              x1={0}
              x2={11}
              y1={0}
              y2={0}
            />
          )}
          <text className={styles["word"]} x={sign} y={4}>
            {entry.title}
          </text>
        </g>
      ))}
    </Drawn>
  );
}
