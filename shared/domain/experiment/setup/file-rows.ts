import { cellAt, cellText, type Dataset, type DatasetCell, type DatasetRow } from "../../dataset/dataset.ts";
import { shapeOfDataset } from "../../dataset/dataset-view.ts";
import { LazyRows, type RowList } from "../../dataset/row-list.ts";
import type { RowsFile } from "../../dataset/rows-file.ts";
import type { DatasetTable } from "./dataset-table.ts";
import type { ChosenMapping, SetupMapping } from "./setup-mapping.ts";
import { rowAt, type SetupRow } from "./setup-rows.ts";

/*
 * A long file's rows stay with the engine. The window has the first of them, and says of all which column goes where; both
 * make a row by the same function, so that what is shown of one is what is sent.
 */

/** What a set-up says of the rows of a file, of which it has the first only. */
export interface FileRows extends RowsFile, Pick<SetupMapping, "targets" | "expectedFrom"> {
  fixed: ChosenMapping["fixed"];
  /** Placeholders that have no messages in any row. */
  empty: string[];
  /** Columns whose texts are the answers of a variant. */
  answers: string[];
  /** Rows with other texts than the file has, by their number from 0. */
  changed: ChangedRows;
}

/** The texts of a row in the order of the columns; null where it does not have one. */
export type RowTexts = (string | null)[];
export type ChangedRows = Readonly<Record<string, RowTexts>>;

/** The rows that take part, each made when it is asked for. */
export function rowsOfFile(dataset: Dataset, rows: FileRows): RowList<SetupRow> {
  const shape = shapeOfDataset(dataset);
  const columns = [...dataset.columns, ...dataset.expanded];
  const { name, targets, expectedFrom, fixed, empty, answers } = rows;
  const chosen: ChosenMapping = { columns: {}, fixed, empty };
  const mapping = { targets, expectedFrom };
  const textsAt = textsOf(dataset, rows.changed);
  const table: DatasetTable = {
    ...{ source: "file", name, readAt: 0, edited: false, count: dataset.rows.length, columns, shape },
    rows: [],
  };
  const active = activeIn(dataset);
  return new LazyRows(active?.length ?? dataset.rows.length, (place) =>
    rowAt({ ...table, rows: [textsAt(active?.[place] ?? place)] }, mapping, chosen, 0, answers),
  );
}

/** A row's texts by its number, with what was changed of it. */
export function textsOf(dataset: Dataset, changed: ChangedRows): (row: number) => RowTexts {
  const columns = [...dataset.columns, ...dataset.expanded];
  return (row) => {
    const own = changed[String(row)];
    if (own) return own;
    const read = dataset.rows.at(row);
    return read ? columns.map((column) => textIn(read, column)) : columns.map(() => null);
  };
}

/** A dataset with the rows that were changed, as it is written. */
export function changedDataset(dataset: Dataset, changed: ChangedRows): Dataset {
  const columns = [...dataset.columns, ...dataset.expanded];
  const rows = LazyRows.of(dataset.rows, (row, index): DatasetRow => {
    const texts = changed[String(index)];
    if (!texts) return row;
    const cells = new Map<string, DatasetCell>();
    for (const column of dataset.columns) {
      const text = texts[columns.indexOf(column)] ?? null;
      const own = row.cells.get(column);
      // What was not changed stays the value it is.
      if (text !== null) cells.set(column, own !== undefined && cellText(own) === text ? own : text);
    }
    return { cells };
  });
  return { ...dataset, rows };
}

function textIn(row: DatasetRow, column: string): string | null {
  const cell = cellAt(row, column);
  return cell === undefined ? null : cellText(cell);
}

/** The numbers of the rows that are not archived in Langfuse; undefined where all take part. */
function activeIn({ rows, activeRows }: Dataset): number[] | undefined {
  if (activeRows === undefined) return undefined;
  const active: number[] = [];
  for (const [index, { cells }] of rows.entries()) if (cellText(cells.get("status")) !== "ARCHIVED") active.push(index);
  return active;
}
