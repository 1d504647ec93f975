import type { SQLOutputValue } from "node:sqlite";
import type { ModelFigures } from "@shared/contract/routes.ts";
import type { HistoryFilter } from "@shared/domain/run/history.ts";
import { filteredRuns } from "./list-runs.ts";
import type { Statements } from "./statements.ts";

const answered = "runs.outcome IN ('completed', 'completed_unterminated')";

/**
 * What the runs that a filter leaves came to, by model and provider, most runs first. It reads a row of every such run:
 * half a second for 200 000.
 */
export function modelFigures(sql: Statements, filter: HistoryFilter): ModelFigures[] {
  const filtered = filteredRuns(filter);
  if (filtered === null) return [];
  const rows = sql.all(
    `SELECT runs.model, runs.provider, count(*) AS runs,
       count(*) FILTER (WHERE runs.state <> 'running' AND NOT ifnull(${answered} OR runs.outcome = 'cancelled', 0)) AS failed,
       json_group_array(runs.ttft_ms) FILTER (WHERE ${answered} AND runs.ttft_ms IS NOT NULL) AS ttft,
       json_group_array(runs.total_ms) FILTER (WHERE ${answered} AND runs.total_ms IS NOT NULL) AS total,
       sum(json_extract(runs.usage, '$.inputTokens')) AS input, sum(json_extract(runs.usage, '$.outputTokens')) AS output
     FROM ${filtered.from} WHERE ${filtered.where} AND runs.replayed = 0
     GROUP BY runs.model, runs.provider ORDER BY count(*) DESC, runs.model, runs.provider`,
    ...filtered.values,
  );
  return rows.map((row) => ({
    model: String(row["model"]),
    provider: typeof row["provider"] === "string" ? row["provider"] : null,
    runs: Number(row["runs"]),
    failed: Number(row["failed"]),
    medianTtftMs: medianOf(row["ttft"]),
    medianTotalMs: medianOf(row["total"]),
    inputTokens: typeof row["input"] === "number" ? row["input"] : null,
    outputTokens: typeof row["output"] === "number" ? row["output"] : null,
  }));
}

/** The middle of numbers given as JSON; of an even count half way between the middle two. Null of none. */
function medianOf(values: SQLOutputValue | undefined): number | null {
  const sorted = Float64Array.from(JSON.parse(String(values ?? "[]")) as number[]).sort();
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
