import type { DatasetShape } from "../../dataset/dataset-view.ts";

/*
 * What a set-up has otherwise than the long file of its rows: it stands beside the file, which stays as it is. Texts are in
 * the order of the file's columns with those that were added behind them.
 */

/** The texts of a row in the order of the columns; null where it does not have one. */
export type RowTexts = (string | null)[];
/** By the number of the row in the file, from 0. */
export type ChangedRows = Readonly<Record<string, RowTexts>>;

export interface RowsPatch {
  addedColumns: AddedColumn[];
  /** Rows with other texts than the file has. */
  changed: ChangedRows;
  /** Rows behind those of the file. */
  addedRows: RowTexts[];
}

export interface AddedColumn {
  name: string;
  fill: ColumnFill;
}

/** What a new column has in every row: one text, none as long as it is null, or what another column has. */
export type ColumnFill = { text: string | null } | { from: string };

export const noPatch: RowsPatch = { addedColumns: [], changed: {}, addedRows: [] };

/** More belong into the file. */
export const mostAddedRows = 10_000;

/** What a new column has in a row. */
export function filledWith(fill: ColumnFill, columns: readonly string[], texts: RowTexts): string | null {
  return "from" in fill ? (texts[columns.indexOf(fill.from)] ?? null) : fill.text;
}

/** A row of the file with the columns that were added. @param columns of the file. */
export function patchedTexts(
  columns: readonly string[],
  texts: RowTexts,
  { addedColumns }: Pick<RowsPatch, "addedColumns">,
): RowTexts {
  if (addedColumns.length === 0) return texts;
  const all = [...texts];
  const names = [...columns];
  for (const { name, fill } of addedColumns) {
    all.push(filledWith(fill, names, all));
    names.push(name);
  }
  return all;
}

/** A column that has what another one has is of its kind. */
export function patchedShape(shape: DatasetShape, { addedColumns }: Pick<RowsPatch, "addedColumns">): DatasetShape {
  const valueColumns = [...shape.valueColumns];
  const kinds = { ...shape.kinds };
  for (const { name, fill } of addedColumns) {
    if (!("from" in fill)) continue;
    if (valueColumns.includes(fill.from)) valueColumns.push(name);
    const kind = kinds[fill.from];
    if (kind !== undefined) kinds[name] = kind;
  }
  return { ...shape, valueColumns, kinds };
}
