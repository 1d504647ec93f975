import type { GroupFigures } from "@shared/contract/routes.ts";
import { type FigureGroup, fewestForP95 } from "@shared/domain/run/figure-groups.ts";
import { isFigure, noFigure } from "../../../ui/chart/chart-data.ts";
import type { LegendEntry } from "../../../ui/chart/Legend.tsx";
import { RowsChart } from "../../../ui/chart/RowsChart.tsx";
import type { ChartRow, RowPart } from "../../../ui/chart/row-layout.ts";
import { TimeChart } from "../../../ui/chart/TimeChart.tsx";
import { plural } from "../../../ui/figures.ts";
import { type FigureMetric, type MetricWay, metrics, sumOf } from "./figure-metrics.ts";
import { figureTable, groupTitles, nameOf } from "./figure-table.ts";
import { isTime, type TimeGroup, timeSlots } from "./time-slots.ts";

/** More could not be told apart; the table has all. */
const most = { slots: 92, rows: 16 };

interface FigureChartProps {
  groups: readonly GroupFigures[];
  by: FigureGroup;
  metric: FigureMetric;
}

/** One figure of all groups: over time as bars or lines, else a row a group, the largest first. */
export function FigureChart({ groups, by, metric }: FigureChartProps) {
  return isTime(by) ? (
    <OverTime groups={groups} by={by} way={metrics[metric]} />
  ) : (
    <ByGroup groups={groups} by={by} way={metrics[metric]} />
  );
}

interface ChartOf<By extends FigureGroup> {
  groups: readonly GroupFigures[];
  by: By;
  way: MetricWay;
}

function OverTime({ groups, by, way }: ChartOf<TimeGroup>) {
  const slots = timeSlots(
    groups.map(({ name }) => name),
    by,
    most.slots,
  );
  const byName = new Map(groups.map((group) => [group.name, group]));
  return (
    <TimeChart
      title={`${way.title} by ${by}`}
      summary={`${summaryOf(groups, by, way)}${groups.some(({ name }) => !slots.some(({ key }) => key === name)) ? ` The newest ${plural(slots.length, by)} are drawn; all are in the table.` : ""}`}
      empty={groups.length === 0 ? "No calls." : `No call has this figure.`}
      table={figureTable(groups, by)}
      slots={slots}
      series={way.parts.map(({ title, tone, fill, of }) => ({
        title,
        tone,
        kind: way.kind === "sum" ? "bar" : "line",
        fill,
        ...(way.kind === "times" && fill === "hollow" ? { dashed: true } : {}),
        values: slots.map(({ key }) => {
          const group = byName.get(key);
          return group ? of(group) : null;
        }),
      }))}
      tick={way.tick}
      format={way.format}
    />
  );
}

function ByGroup({ groups, by, way }: ChartOf<Exclude<FigureGroup, TimeGroup>>) {
  const size = (group: GroupFigures) => (way.kind === "sum" ? sumOf(way, group) : (way.parts[0]?.of(group) ?? null));
  const sorted = groups.toSorted((a, b) => (size(b) ?? -1) - (size(a) ?? -1));
  const left =
    sorted.length > most.rows ? ` The largest ${most.rows} of ${sorted.length} are drawn; all are in the table.` : "";
  return (
    <RowsChart
      title={`${way.title} by ${by}`}
      summary={`${summaryOf(groups, by, way)}${left}`}
      empty={groups.length === 0 ? "No calls." : `No call has this figure.`}
      table={figureTable(sorted, by)}
      rows={sorted.slice(0, most.rows).map((group) => rowOf(group, by, way))}
      format={way.tick}
      legend={way.parts.length > 1 ? legendOf(way) : []}
    />
  );
}

function legendOf({ kind, parts }: MetricWay): LegendEntry[] {
  return parts.map(({ title, tone, fill }, index) =>
    kind === "sum" ? { kind: "bar", title, tone, fill } : { kind: "point", title, look: pointLook(index) },
  );
}

/** The median is full, what 95 of 100 stay below is hollow. */
function pointLook(index: number) {
  return index === 0
    ? ({ tone: "user", shape: "circle", fill: "solid" } as const)
    : ({ tone: "system", shape: "diamond", fill: "hollow" } as const);
}

function rowOf(group: GroupFigures, by: FigureGroup, way: MetricWay): ChartRow {
  const key = JSON.stringify([group.name, group.within]);
  const name = nameOf(group, by);
  const { within } = group;
  const shared = {
    key,
    label: group.name === "" ? `no ${by}` : group.name,
    aside: within === null || within === "" ? undefined : within,
  };
  if (way.kind === "sum") {
    const sum = sumOf(way, group);
    return { ...shared, figure: sum === null ? noFigure : way.format(sum), parts: barsOf(key, name, group, way) };
  }
  const [median, p95] = way.parts.map(({ of }) => of(group));
  const points = way.parts.flatMap(({ title, of }, index): RowPart[] => {
    const at = of(group);
    if (!isFigure(at)) return [];
    return [
      {
        kind: "point",
        key: `${key} ${title}`,
        text: `${name}\n${title} ${way.format(at)}`,
        look: pointLook(index),
        at,
      },
    ];
  });
  const range: RowPart[] =
    isFigure(median) && isFigure(p95)
      ? [{ kind: "range", key: `${key} range`, tone: "user", from: median, to: p95 }]
      : [];
  return { ...shared, figure: isFigure(median) ? way.format(median) : noFigure, parts: [...range, ...points] };
}

function barsOf(key: string, name: string, group: GroupFigures, way: MetricWay): RowPart[] {
  let at = 0;
  return way.parts.flatMap(({ title, tone, fill, of }): RowPart[] => {
    const own = of(group);
    if (!isFigure(own) || own <= 0) return [];
    const from = at;
    at += own;
    const said = way.parts.length > 1 ? `${title} ${way.format(own)}` : way.format(own);
    return [{ kind: "bar", key: `${key} ${title}`, text: `${name}\n${said}`, tone, fill, from, to: at }];
  });
}

/** What all groups come to, and which of them the most. */
function summaryOf(groups: readonly GroupFigures[], by: FigureGroup, way: MetricWay): string {
  const calls = groups.reduce((sum, { runs }) => sum + runs, 0);
  if (groups.length === 0) return "No calls.";
  if (way.kind === "times") {
    const known = groups.flatMap((group) => (isFigure(way.parts[0]?.of(group)) ? group.runs : []));
    return `${plural(known.length, groupTitles[by].toLowerCase().replace(" of", ""))} with this figure. A 95th percentile is drawn from ${fewestForP95} answers on.`;
  }
  const sums = groups.map((group) => ({ group, sum: sumOf(way, group) }));
  const total = sums.reduce((all, { sum }) => all + (sum ?? 0), 0);
  const largest = sums.reduce((best, one) => ((one.sum ?? -1) > (best.sum ?? -1) ? one : best));
  const share = largest.sum !== null && total > 0 ? Math.round((largest.sum / total) * 100) : 0;
  const unpriced = way === metrics.spend ? calls - groups.reduce((sum, { priced }) => sum + priced, 0) : 0;
  return [
    `${way.format(total)}${way === metrics.spend ? ` in ${plural(calls, "call")}` : " in all"}.`,
    groups.length > 1 && largest.sum !== null && total > 0
      ? `The most: ${isTime(by) ? (timeSlots([largest.group.name], by, 1)[0]?.title ?? largest.group.name) : nameOf(largest.group, by)} with ${way.format(largest.sum)}, ${share} %.`
      : "",
    unpriced > 0 ? `Without a known price: ${formatCalls(unpriced)}.` : "",
  ]
    .filter((part) => part !== "")
    .join(" ");
}

function formatCalls(count: number): string {
  return plural(count, "call");
}
