import type { SQLOutputValue } from "node:sqlite";
import type { GroupFigures, ModelFigures } from "@shared/contract/routes.ts";
import type { HistoryFilter } from "@shared/domain/run/history.ts";
import { type FigureGroup, fewestForP95 } from "../../../shared/domain/run/figure-groups.ts";
import { quantile } from "../../../shared/domain/statistics/quantile.ts";
import { filteredRuns } from "./list-runs.ts";
import { numberOrNull, textOrNull } from "./run-row.ts";
import type { Statements } from "./statements.ts";

const answered = "runs.outcome IN ('completed', 'completed_unterminated')";

/**
 * What the runs that a filter leaves came to, by model and provider, most runs first. It reads a row of every such run:
 * half a second for 200 000.
 */
export function modelFigures(sql: Statements, filter: HistoryFilter): ModelFigures[] {
  return figuresBy(sql, filter, ways.model).map(({ row, figures }) => ({
    model: String(row["name"]),
    provider: textOrNull(row["within"]),
    ...figures,
  }));
}

/** The same by model, provider, prompt, day, week or month, with what they cost. */
export function groupFigures(
  sql: Statements,
  { filter, by }: { filter: HistoryFilter; by: FigureGroup },
): GroupFigures[] {
  return figuresBy(sql, filter, ways[by]).map(({ row, figures }) => ({
    name: String(row["name"]),
    within: textOrNull(row["within"]),
    ...figures,
    costUsd: numberOrNull(row["cost"]),
    priced: Number(row["priced"]),
  }));
}

interface Way {
  name: string;
  within: string;
  order: string;
}

const mostFirst = "count(*) DESC, name, within";
/** When a run began, as SQLite's functions of time take it, in the zone of the machine. */
const began = "runs.started_at / 1000, 'unixepoch', 'localtime'";

const ways: Readonly<Record<FigureGroup, Way>> = {
  model: { name: "runs.model", within: "runs.provider", order: mostFirst },
  provider: { name: "ifnull(runs.provider, '')", within: "NULL", order: mostFirst },
  prompt: { name: "ifnull(runs.prompt_name, '')", within: "runs.prompt_library", order: mostFirst },
  day: { name: `date(${began})`, within: "NULL", order: "name DESC" },
  // To the Sunday that ends the week, and back to its Monday.
  week: { name: `date(${began}, 'weekday 0', '-6 days')`, within: "NULL", order: "name DESC" },
  month: { name: `strftime('%Y-%m', ${began})`, within: "NULL", order: "name DESC" },
};

function figuresBy(sql: Statements, filter: HistoryFilter, { name, within, order }: Way) {
  const filtered = filteredRuns(filter);
  if (filtered === null) return [];
  const rows = sql.all(
    `SELECT ${name} AS name, ${within} AS within, count(*) AS runs,
       count(*) FILTER (WHERE runs.state <> 'running' AND NOT ifnull(${answered} OR runs.outcome = 'cancelled', 0)) AS failed,
       json_group_array(runs.ttft_ms) FILTER (WHERE ${answered} AND runs.ttft_ms IS NOT NULL) AS ttft,
       json_group_array(runs.total_ms) FILTER (WHERE ${answered} AND runs.total_ms IS NOT NULL) AS total,
       sum(json_extract(runs.usage, '$.inputTokens')) AS input, sum(json_extract(runs.usage, '$.outputTokens')) AS output,
       sum(runs.cost_usd) AS cost, count(runs.cost_usd) AS priced
     FROM ${filtered.from} WHERE ${filtered.where} AND runs.replayed = 0
     GROUP BY 1, 2 ORDER BY ${order}`,
    ...filtered.values,
  );
  return rows.map((row) => {
    const [ttft, total] = [sorted(row["ttft"]), sorted(row["total"])];
    return {
      row,
      figures: {
        runs: Number(row["runs"]),
        failed: Number(row["failed"]),
        medianTtftMs: quantile(ttft, 0.5),
        medianTotalMs: quantile(total, 0.5),
        p95TtftMs: p95(ttft),
        p95TotalMs: p95(total),
        inputTokens: numberOrNull(row["input"]),
        outputTokens: numberOrNull(row["output"]),
      },
    };
  });
}

/** Numbers given as JSON, the least first. */
function sorted(values: SQLOutputValue | undefined): Float64Array {
  return Float64Array.from(JSON.parse(String(values ?? "[]")) as number[]).sort();
}

function p95(times: Float64Array): number | null {
  return times.length < fewestForP95 ? null : quantile(times, 0.95);
}
