import { cellAt, cellText, type Dataset, type DatasetCell, type DatasetRow } from "../../dataset/dataset.ts";
import { shapeOfDataset } from "../../dataset/dataset-view.ts";
import { LazyRows, type RowList } from "../../dataset/row-list.ts";
import type { RowsFile } from "../../dataset/rows-file.ts";
import type { DatasetTable } from "./dataset-table.ts";
import { patchedShape, patchedTexts, type RowsPatch, type RowTexts } from "./rows-patch.ts";
import type { ChosenMapping, SetupMapping } from "./setup-mapping.ts";
import { rowAt, type SetupRow } from "./setup-rows.ts";

/*
 * A long file's rows stay with the engine. The window has the first of them, and says of all which column goes where; both
 * make a row by the same function, so that what is shown of one is what is sent.
 */

/** What a set-up says of the rows of a file, of which it has the first only. */
export interface FileRows extends RowsFile, RowsPatch, Pick<SetupMapping, "targets" | "expectedFrom"> {
  fixed: ChosenMapping["fixed"];
  /** Placeholders that have no messages in any row. */
  empty: string[];
  /** Columns whose texts are the answers of a variant. */
  answers: string[];
}

/** The rows that take part, each made when it is asked for. */
export function rowsOfFile(dataset: Dataset, rows: FileRows): RowList<SetupRow> {
  const columns = columnsWith(dataset, rows);
  const shape = patchedShape(shapeOfDataset(dataset), rows);
  const { name, targets, expectedFrom, fixed, empty, answers } = rows;
  const chosen: ChosenMapping = { columns: {}, fixed, empty };
  const mapping = { targets, expectedFrom };
  const textsAt = textsOf(dataset, rows);
  const inFile = dataset.rows.length;
  const table: DatasetTable = {
    ...{ source: "file", name, readAt: 0, edited: false, count: inFile + rows.addedRows.length, columns, shape },
    rows: [],
  };
  const active = activeIn(dataset);
  const fromFile = active?.length ?? inFile;
  return new LazyRows(fromFile + rows.addedRows.length, (place) => {
    const row = place < fromFile ? (active?.[place] ?? place) : inFile + place - fromFile;
    return rowAt({ ...table, rows: [textsAt(row)] }, mapping, chosen, 0, answers);
  });
}

/** A row's texts by its number; those that were added stand behind those of the file. */
export function textsOf(dataset: Dataset, patch: RowsPatch): (row: number) => RowTexts {
  const columns = [...dataset.columns, ...dataset.expanded];
  const inFile = dataset.rows.length;
  return (row) => {
    const own = patch.changed[String(row)] ?? patch.addedRows[row - inFile];
    if (own) return own;
    const read = dataset.rows.at(row);
    const texts = columns.map((column) => (read ? textIn(read, column) : null));
    return patchedTexts(columns, texts, patch);
  };
}

/** A dataset with what a set-up has otherwise, as it is written. */
export function patchedDataset(dataset: Dataset, patch: RowsPatch): Dataset {
  const columns = columnsWith(dataset, patch);
  const inFile = dataset.rows.length;
  const rows = new LazyRows(inFile + patch.addedRows.length, (index): DatasetRow => {
    const row = dataset.rows.at(index);
    const texts = patch.changed[String(index)] ?? patch.addedRows[index - inFile];
    const filled = row && withFills(row, patch);
    if (filled && !texts) return filled;
    const cells = new Map<string, DatasetCell>();
    for (const column of [...dataset.columns, ...patch.addedColumns.map(({ name }) => name)]) {
      const text = texts?.[columns.indexOf(column)] ?? null;
      const own = filled?.cells.get(column);
      // What was not changed stays the value it is.
      if (text !== null) cells.set(column, own !== undefined && cellText(own) === text ? own : text);
    }
    return { cells };
  });
  return { ...dataset, columns: [...dataset.columns, ...patch.addedColumns.map(({ name }) => name)], rows };
}

function withFills(row: DatasetRow, { addedColumns }: RowsPatch): DatasetRow {
  if (addedColumns.length === 0) return row;
  const cells = new Map(row.cells);
  for (const { name, fill } of addedColumns) {
    const cell = "from" in fill ? (cells.get(fill.from) ?? cellAt(row, fill.from)) : (fill.text ?? undefined);
    if (cell !== undefined) cells.set(name, cell);
  }
  return { ...row, cells };
}

function columnsWith({ columns, expanded }: Dataset, { addedColumns }: RowsPatch): string[] {
  return [...columns, ...expanded, ...addedColumns.map(({ name }) => name)];
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
