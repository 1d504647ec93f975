import type { HistoryFilter, SentNames } from "@shared/domain/run/history.ts";
import { filteredRuns } from "./list-runs.ts";
import type { Statements } from "./statements.ts";

/**
 * Under which names the newest runs that a filter leaves were given values.
 * @param most runs that are looked at, the newest.
 */
export function sentNames(sql: Statements, { filter, most }: { filter: HistoryFilter; most: number }): SentNames {
  const filtered = filteredRuns(filter);
  if (filtered === null) return { runs: 0, names: {} };
  const { from, where, values } = filtered;
  const newest = `SELECT runs.sequence FROM ${from} WHERE ${where}
    ORDER BY runs.started_at DESC, runs.sequence DESC LIMIT ?`;
  const [counted] = sql.all(`SELECT count(*) AS runs FROM (${newest})`, ...values, most);
  const rows = sql.all(
    `SELECT sent.key AS name, count(*) AS runs
     FROM documents, json_each(documents.document, '$.request.variables') AS sent
     WHERE documents.sequence IN (${newest}) GROUP BY 1`,
    ...values,
    most,
  );
  return {
    runs: Number(counted?.["runs"] ?? 0),
    names: Object.fromEntries(rows.map((row) => [String(row["name"]), Number(row["runs"])])),
  };
}
