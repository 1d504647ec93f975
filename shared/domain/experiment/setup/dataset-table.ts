import type { Dataset, DatasetCell, DatasetRow } from "../../dataset/dataset.ts";
import type { DatasetShape, DatasetView } from "../../dataset/dataset-view.ts";
import type { RowsFile } from "../../dataset/rows-file.ts";
import type { JsonValue } from "../../json/json.ts";
import { isMessageList } from "./message-list.ts";
import {
  type ColumnFill,
  filledWith,
  mostAddedRows,
  noPatch,
  patchedShape,
  type RowsPatch,
  type RowTexts,
} from "./rows-patch.ts";

/* Rows of an experiment as they were read, kept with the set-up. */

/** A table has all rows of a file that has no more; of a longer one the first, and the engine has all. */
export const mostTableRows = 10_000;
export const firstTableRows = 200;

export type TableSource = "file" | "langfuse" | "inputs" | "history" | "sample" | "hand";

export interface DatasetTable {
  source: TableSource;
  /** The file's name, the dataset's, whose saved inputs. */
  name: string;
  /** UTC milliseconds. */
  readAt: number;
  columns: string[];
  /** Texts by column; null where a row does not have it. */
  rows: RowTexts[];
  /** Rows there are, which may be more than were taken. */
  count: number;
  /** Cells were changed since it was read. */
  edited: boolean;
  shape: DatasetShape;
  /** Where the table has the first rows only: the file that has all of them. */
  file?: TableFile;
}

/** Of what was added and changed beside it the table's own counts and columns know. */
export interface TableFile extends RowsFile, RowsPatch {
  /** Rows that take part. */
  active: number;
  lacking: DatasetView["lacking"];
}

export function tableOfView(
  { columns, rows, count, active, lacking, shape }: DatasetView,
  about: Pick<DatasetTable, "source" | "name" | "readAt">,
  from?: RowsFile,
): DatasetTable {
  const file = from && rows.length < count ? { file: { ...from, active, lacking, ...noPatch } } : {};
  return { ...about, columns, rows, count, shape, edited: false, ...file };
}

/** A table made of objects: saved inputs, runs, items. Values that are no texts keep their JSON. */
export function tableOfRecords(
  records: readonly Readonly<Record<string, JsonValue | undefined>>[],
  about: Pick<DatasetTable, "source" | "name" | "readAt">,
): DatasetTable {
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const valueColumns = new Set<string>();
  const kinds: DatasetShape["kinds"] = {};
  const rows = records.map((record) =>
    columns.map((column) => {
      const value = record[column];
      if (value === undefined) return null;
      if (typeof value === "string") return value;
      valueColumns.add(column);
      if (isMessageList(value)) kinds[column] = "messages";
      return JSON.stringify(value);
    }),
  );
  const shape: DatasetShape = {
    format: "json",
    encoding: "utf-8",
    header: true,
    kinds,
    expanded: [],
    valueColumns: [...valueColumns],
    warnings: [],
  };
  return { ...about, columns, rows, count: rows.length, shape, edited: false };
}

/** A cell as its text; null where the row does not have the column. */
export function textAt(table: DatasetTable, row: number, column: string): string | null {
  const at = table.columns.indexOf(column);
  return at < 0 ? null : (table.rows[row]?.[at] ?? null);
}

/** A cell as a value: of a column that holds more than texts, its JSON. Undefined where the row does not have it. */
export function valueAt(table: DatasetTable, row: number, column: string): JsonValue | undefined {
  const text = textAt(table, row, column);
  if (text === null) return undefined;
  return table.shape.valueColumns.includes(column) ? (jsonIn(text) ?? text) : text;
}

/** Undefined where the text is no JSON. */
export function jsonIn(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** What the mapping is suggested by, without the rows' places in the file. */
export function datasetOfTable({ columns, rows, shape }: DatasetTable): Dataset {
  const { format, encoding, delimiter, header, dialect, kinds, expanded, valueColumns, warnings } = shape;
  const inner = new Set(expanded);
  const own = columns.filter((column) => !inner.has(column));
  const values = new Set(valueColumns);
  return {
    format,
    encoding,
    ...(delimiter === undefined ? {} : { delimiter }),
    newline: "lf",
    header,
    ...(dialect === undefined ? {} : { dialect }),
    columns: own,
    rows: rows.map((row): DatasetRow => {
      const cells = new Map<string, DatasetCell>();
      for (const [index, column] of own.entries()) {
        const text = row[index];
        if (text === null || text === undefined) continue;
        const value = values.has(column) ? jsonIn(text) : undefined;
        cells.set(column, value === undefined ? text : { value, text });
      }
      return { cells };
    }),
    warnings,
    kinds,
    expanded,
    images: [],
    badLines: 0,
  };
}

/** Another text in a cell. @param texts of its row, where the table does not have it. */
export function withCell(
  table: DatasetTable,
  row: number,
  column: number,
  text: string,
  texts = table.rows[row],
): DatasetTable {
  if (!texts) return table;
  const changed = texts.map((cell, at) => (at === column ? text : cell));
  const rows = table.rows.map((cells, index) => (index === row ? changed : cells));
  const { file } = table;
  if (!file) return { ...table, rows, edited: true };
  const added = row - rowsInFile(table, file);
  const own =
    added < 0
      ? { changed: { ...file.changed, [row]: changed } }
      : { addedRows: file.addedRows.map((cells, index) => (index === added ? changed : cells)) };
  return { ...table, rows, file: { ...file, ...own }, edited: true };
}

/** One column more; the same table where it has one of that name. @param fill what every row has there. */
export function withColumn(table: DatasetTable, name: string, fill: ColumnFill = { text: null }): DatasetTable {
  const { columns, file, shape } = table;
  if (columns.includes(name)) return table;
  const wider = (texts: RowTexts): RowTexts => [...texts, filledWith(fill, columns, texts)];
  const added = { name, fill };
  const made = {
    ...table,
    columns: [...columns, name],
    rows: table.rows.map(wider),
    shape: patchedShape(shape, { addedColumns: [added] }),
    edited: true,
  };
  if (!file) return made;
  const changed = Object.fromEntries(Object.entries(file.changed).map(([row, texts]) => [row, wider(texts)]));
  const lacks = "from" in fill ? file.lacking[fill.from] : fill.text === null && { rows: table.count, first: 1 };
  return {
    ...made,
    file: {
      ...file,
      changed,
      addedRows: file.addedRows.map(wider),
      addedColumns: [...file.addedColumns, added],
      lacking: lacks ? { ...file.lacking, [name]: lacks } : file.lacking,
    },
  };
}

/** More rows behind all others; of a long file so many at most (`mostAddedRows`), and the same table where they would be more. */
export function withRows(table: DatasetTable, added: readonly RowTexts[]): DatasetTable {
  const { file, columns } = table;
  if (!file) {
    const rows = [...table.rows, ...added];
    return { ...table, rows, count: Math.max(table.count, rows.length), edited: true };
  }
  if (file.addedRows.length + added.length > mostAddedRows) return table;
  const whole = added.map((texts) => withFills(texts, columns, file));
  const lacking = { ...file.lacking };
  for (const [at, column] of columns.entries()) {
    const places = whole.flatMap((texts, index) => ((texts[at] ?? null) === null ? [table.count + index + 1] : []));
    const [first] = places;
    if (first === undefined) continue;
    const known = lacking[column];
    lacking[column] = { rows: (known?.rows ?? 0) + places.length, first: known?.first ?? first };
  }
  return {
    ...table,
    count: table.count + whole.length,
    file: { ...file, addedRows: [...file.addedRows, ...whole], active: file.active + whole.length, lacking },
    edited: true,
  };
}

/** What a row does not have of the columns that were added is what every row has there. */
function withFills(texts: RowTexts, columns: readonly string[], { addedColumns }: TableFile): RowTexts {
  const all = [...texts];
  for (const { name, fill } of addedColumns) {
    const at = columns.indexOf(name);
    all[at] ??= filledWith(fill, columns, all);
  }
  return all;
}

/** A row that is to be typed: empty, but for what every row has in columns that were added. */
export function emptyRow({ columns, file }: DatasetTable): RowTexts {
  const filled = new Set(
    file?.addedColumns.flatMap(({ name, fill }) => ("text" in fill && fill.text !== null ? [name] : [])),
  );
  return columns.map((column) => (filled.has(column) ? null : ""));
}

/** Without a row; of a long file one that was added, since those of the file stay. */
export function withoutRow(table: DatasetTable, row: number): DatasetTable {
  const { file } = table;
  if (!file) {
    const rows = table.rows.filter((_, index) => index !== row);
    return { ...table, rows, count: rows.length, edited: true };
  }
  const added = row - rowsInFile(table, file);
  const texts = file.addedRows[added];
  if (!texts) return table;
  const lacking = { ...file.lacking };
  for (const [at, column] of table.columns.entries()) {
    const known = lacking[column];
    if (texts[at] !== null || !known) continue;
    if (known.rows > 1) lacking[column] = { ...known, rows: known.rows - 1 };
    else delete lacking[column];
  }
  const addedRows = file.addedRows.filter((_, index) => index !== added);
  return {
    ...table,
    count: table.count - 1,
    file: { ...file, addedRows, active: file.active - 1, lacking },
    edited: true,
  };
}

/** How many rows its long file has, without those that were added. */
export function rowsInFile({ count }: DatasetTable, { addedRows }: TableFile): number {
  return count - addedRows.length;
}
