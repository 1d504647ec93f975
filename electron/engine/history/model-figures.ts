import type { SQLOutputValue } from "node:sqlite";
import type { GroupFigures, ModelFigures } from "@shared/contract/routes.ts";
import type { FigureGroup } from "@shared/domain/run/figure-groups.ts";
import type { HistoryFilter } from "@shared/domain/run/history.ts";
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

/** The same by model, provider, prompt or day, with what they cost. */
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

const ways: Readonly<Record<FigureGroup, Way>> = {
  model: { name: "runs.model", within: "runs.provider", order: mostFirst },
  provider: { name: "ifnull(runs.provider, '')", within: "NULL", order: mostFirst },
  prompt: { name: "ifnull(runs.prompt_name, '')", within: "runs.prompt_library", order: mostFirst },
  day: { name: "date(runs.started_at / 1000, 'unixepoch', 'localtime')", within: "NULL", order: "name DESC" },
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
  return rows.map((row) => ({
    row,
    figures: {
      runs: Number(row["runs"]),
      failed: Number(row["failed"]),
      medianTtftMs: medianOf(row["ttft"]),
      medianTotalMs: medianOf(row["total"]),
      inputTokens: numberOrNull(row["input"]),
      outputTokens: numberOrNull(row["output"]),
    },
  }));
}

/** The middle of numbers given as JSON; of an even count half way between the middle two. Null of none. */
function medianOf(values: SQLOutputValue | undefined): number | null {
  const sorted = Float64Array.from(JSON.parse(String(values ?? "[]")) as number[]).sort();
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
