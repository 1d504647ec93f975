import { cellAt, type Dataset, type DatasetOutcome } from "@shared/domain/dataset/dataset.ts";
import {
  type DatasetReading,
  type DatasetView,
  mostDatasetRows,
  type TakenRows,
  viewOfDataset,
} from "@shared/domain/dataset/dataset-view.ts";
import { suggestMapping } from "@shared/domain/dataset/suggest-mapping.ts";
import { inSteps } from "../time/in-steps.ts";

/** What was read as the interface shows it. @throws AbortError */
export async function viewOfOutcome(
  found: DatasetOutcome,
  variables: readonly string[],
  taken: TakenRows,
  signal: AbortSignal,
): Promise<DatasetReading> {
  if (found.read === "error") return found;
  const { dataset } = found;
  const { most = mostDatasetRows, first } = taken;
  const isLong = dataset.rows.length > most;
  // Which column is what is suggested by the rows the window has: all of a long file would be looked through at a stretch.
  const looked = isLong && first !== undefined ? { ...dataset, rows: dataset.rows.slice(0, first) } : dataset;
  const lacking = isLong ? await inSteps(lackingIn(dataset), signal) : {};
  const view = viewOfDataset(dataset, suggestMapping(looked, variables), taken, lacking);
  return { read: view.warnings.length > 0 ? "warn" : "ok", view };
}

/** Row by row, since a long file is not in memory. */
function* lackingIn({ columns, expanded, rows }: Dataset): Generator<void, DatasetView["lacking"]> {
  const lacking: DatasetView["lacking"] = {};
  for (const [index, row] of rows.entries()) {
    if (index % 500 === 0) yield;
    for (const column of [...columns, ...expanded]) {
      if (row.cells.has(column) || cellAt(row, column) !== undefined) continue;
      const known = lacking[column];
      if (known) known.rows += 1;
      else lacking[column] = { rows: 1, first: index + 1 };
    }
  }
  return lacking;
}
