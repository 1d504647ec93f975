import { ChartFrame } from "../chart/ChartFrame.tsx";
import { type Fill, figureCell, seriesLook, type Tone, textCell } from "../chart/chart-data.ts";
import { Drawn } from "../chart/Drawn.tsx";
import { Legend } from "../chart/Legend.tsx";
import { MarkGlyph } from "../chart/MarkGlyph.tsx";
import { RowsChart } from "../chart/RowsChart.tsx";
import { TimeChart } from "../chart/TimeChart.tsx";
import { formatDuration } from "../figures.ts";
import type { Exhibit } from "./exhibit.ts";

const answers = [812, 640, 1240];
const table = {
  columns: [{ title: "Variant" }, { title: "Total", figures: true }],
  rows: answers.map((ms, index) => [textCell("ABC"[index] ?? ""), figureCell(ms, formatDuration)]),
};
const bars: readonly [tone: Tone, fill: Fill][] = [
  ["quiet", "solid"],
  ["warn", "light"],
  ["accent", "hollow"],
];
const days = ["27", "28", "29"].map((day) => ({ key: day, title: `${day} Nov 2026`, tick: `${day} Nov` }));
const eight = Array.from({ length: 8 }, (_, index) => index);

/** What figures are looked at with. */
export const charts: readonly Exhibit[] = [
  {
    part: "chart/RowsChart",
    isWide: true,
    states: {
      "points, a range and a limit": (
        <RowsChart
          title="B is the quickest"
          summary="From 640 ms to 1.24 s"
          table={table}
          empty="No run yet."
          format={formatDuration}
          limits={[{ at: 1000, label: "limit" }]}
          rows={answers.map((ms, index) => ({
            key: String(index),
            label: "ABC"[index] ?? "",
            aside: index === 0 ? "base" : undefined,
            look: seriesLook(index),
            figure: formatDuration(ms),
            parts: [
              { key: "range", kind: "range", tone: "quiet", from: ms - 90, to: ms + 120 },
              { key: "median", kind: "tick", tone: "base", at: ms + 20 },
              {
                key: "run",
                kind: "point",
                look: seriesLook(index),
                at: ms,
                text: formatDuration(ms),
                chosen: index === 1,
                onChoose: () => {},
              },
            ],
          }))}
        />
      ),
      "bars on one another": (
        <RowsChart
          title="Tokens against the context"
          summary="600 of 1 000"
          table={table}
          empty="No run yet."
          format={(value) => String(value)}
          legend={bars.map(([tone, fill]) => ({ title: `${tone} ${fill}`, kind: "bar", tone, fill }))}
          rows={[
            {
              key: "a",
              label: "A",
              parts: bars.map(([tone, fill], index) => ({
                key: fill,
                kind: "bar",
                tone,
                fill,
                from: index * 200,
                to: index * 200 + 200,
                text: fill,
              })),
            },
          ]}
        />
      ),
    },
  },
  {
    part: "chart/TimeChart",
    isWide: true,
    states: {
      "bars and a line": (
        <TimeChart
          title="Spend by day"
          summary="$1.20 in three days"
          table={table}
          empty="Nothing was spent."
          slots={days}
          series={[
            { title: "OpenAI", tone: "user", kind: "bar", values: [1, 2, 3] },
            { title: "Anthropic", tone: "system", kind: "bar", fill: "light", values: [2, 1, 1] },
            { title: "runs", tone: "accent", kind: "line", dashed: true, values: [1, 3, 2] },
          ]}
          tick={(value) => String(value)}
          format={(value) => String(value)}
          plotHeight={90}
        />
      ),
    },
  },
  {
    part: "chart/ChartFrame",
    isWide: true,
    states: {
      "nothing to draw": (
        <ChartFrame
          title="Latency"
          summary="No answer has come yet"
          table={{ ...table, rows: [] }}
          empty="Nothing to draw before the first run."
          draw={() => ({ height: 40, marks: [], content: () => null })}
        />
      ),
    },
  },
  {
    part: "chart/Legend",
    isWide: true,
    states: {
      "a point, a bar, a line": (
        <svg width="300" height="20" aria-hidden="true">
          <Legend
            width={300}
            entries={[
              { title: "A", kind: "point", look: seriesLook(0) },
              { title: "input", kind: "bar", tone: "assistant", fill: "hollow" },
              { title: "p95", kind: "line", tone: "bad", dashed: true },
            ]}
          />
        </svg>
      ),
    },
  },
  {
    part: "chart/MarkGlyph",
    isWide: true,
    states: {
      "eight variants": (
        <svg width="200" height="24" aria-hidden="true">
          {eight.map((index) => (
            <MarkGlyph key={index} look={seriesLook(index)} x={12 + index * 24} y={12} />
          ))}
        </svg>
      ),
    },
  },
  {
    part: "chart/Drawn",
    states: {
      "a group without words": (
        <svg width="60" height="24" aria-hidden="true">
          <Drawn>
            <MarkGlyph look={seriesLook(1)} x={12} y={12} />
          </Drawn>
        </svg>
      ),
    },
  },
];
