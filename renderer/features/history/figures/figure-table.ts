import type { GroupFigures } from "@shared/contract/routes.ts";
import type { FigureGroup } from "@shared/domain/run/figure-groups.ts";
import { type ChartTable, figureCell } from "../../../ui/chart/chart-data.ts";
import { formatCost, formatCount, formatDuration } from "../../../ui/figures.ts";

export const groupTitles: Readonly<Record<FigureGroup, string>> = {
  model: "Model",
  provider: "Provider",
  prompt: "Prompt",
  day: "Day",
  week: "Week of",
  month: "Month",
};

const columns = [
  "Calls",
  "Failed",
  "TTFT median",
  "TTFT 95 %",
  "Latency median",
  "Latency 95 %",
  "Tokens in",
  "Tokens out",
  "Cost",
  "Priced",
];

/** All figures of all groups, whichever of them is drawn. */
export function figureTable(groups: readonly GroupFigures[], by: FigureGroup): ChartTable {
  return {
    columns: [{ title: groupTitles[by] }, ...columns.map((title) => ({ title, figures: true }))],
    rows: groups.map((group) => [
      { text: nameOf(group, by), value: nameOf(group, by) },
      figureCell(group.runs, formatCount),
      figureCell(group.failed, formatCount),
      figureCell(group.medianTtftMs, formatDuration),
      figureCell(group.p95TtftMs, formatDuration),
      figureCell(group.medianTotalMs, formatDuration),
      figureCell(group.p95TotalMs, formatDuration),
      figureCell(group.inputTokens, formatCount),
      figureCell(group.outputTokens, formatCount),
      figureCell(group.costUsd, formatCost),
      figureCell(group.priced, formatCount),
    ]),
  };
}

/** "gpt-4o · openai"; what has no name says of what it has none. */
export function nameOf({ name, within }: GroupFigures, by: FigureGroup): string {
  const own = name === "" ? `no ${by}` : name;
  return within === null || within === "" ? own : `${own} · ${within}`;
}
