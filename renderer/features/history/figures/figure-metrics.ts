import type { GroupFigures } from "@shared/contract/routes.ts";
import { type TickFormat, tickCount, tickDollars, tickDuration } from "../../../ui/chart/axis.ts";
import type { Fill, Tone } from "../../../ui/chart/chart-data.ts";
import { formatCost, formatCount, formatDuration } from "../../../ui/figures.ts";

export type FigureMetric = "spend" | "tokens" | "calls" | "latency" | "ttft";

export const metricIds: readonly FigureMetric[] = ["spend", "calls", "tokens", "latency", "ttft"];

/** A part of a figure: what bars stand on one another, or one of two lines. */
export interface MetricPart {
  title: string;
  tone: Tone;
  fill: Fill;
  /** Null where it was not told or not measured. */
  of(group: GroupFigures): number | null;
}

export interface MetricWay {
  /** On its button. */
  label: string;
  title: string;
  /** `sum`: parts add up. `times`: the first part is the median, the second what 95 of 100 stay below. */
  kind: "sum" | "times";
  parts: readonly MetricPart[];
  format(value: number): string;
  tick: TickFormat;
}

/** What can be looked at of a group. A token count or a price that nobody told is no figure. */
export const metrics: Readonly<Record<FigureMetric, MetricWay>> = {
  spend: {
    label: "Spend",
    title: "Spend",
    kind: "sum",
    parts: [{ title: "spend", tone: "user", fill: "solid", of: ({ costUsd }) => costUsd }],
    format: formatCost,
    tick: tickDollars,
  },
  calls: {
    label: "Calls",
    title: "Calls",
    kind: "sum",
    parts: [
      { title: "not failed", tone: "user", fill: "solid", of: ({ runs, failed }) => runs - failed },
      { title: "failed", tone: "bad", fill: "hollow", of: ({ failed }) => failed },
    ],
    format: formatCount,
    tick: tickCount,
  },
  tokens: {
    label: "Tokens",
    title: "Tokens",
    kind: "sum",
    parts: [
      { title: "in", tone: "user", fill: "solid", of: ({ inputTokens }) => inputTokens },
      { title: "out", tone: "user", fill: "light", of: ({ outputTokens }) => outputTokens },
    ],
    format: formatCount,
    tick: tickCount,
  },
  latency: {
    label: "Latency",
    title: "Latency",
    kind: "times",
    parts: [
      { title: "median", tone: "user", fill: "solid", of: ({ medianTotalMs }) => medianTotalMs },
      { title: "95th percentile", tone: "system", fill: "hollow", of: ({ p95TotalMs }) => p95TotalMs },
    ],
    format: formatDuration,
    tick: tickDuration,
  },
  ttft: {
    label: "TTFT",
    title: "Time to first token",
    kind: "times",
    parts: [
      { title: "median", tone: "user", fill: "solid", of: ({ medianTtftMs }) => medianTtftMs },
      { title: "95th percentile", tone: "system", fill: "hollow", of: ({ p95TtftMs }) => p95TtftMs },
    ],
    format: formatDuration,
    tick: tickDuration,
  },
};

/** What the parts come to together; null where none is known. */
export function sumOf({ parts }: MetricWay, group: GroupFigures): number | null {
  const known = parts.flatMap(({ of }) => of(group) ?? []);
  return known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0);
}
