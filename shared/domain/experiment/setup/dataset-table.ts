import type { Dataset, DatasetCell, DatasetRow } from "../../dataset/dataset.ts";
import type { DatasetShape, DatasetView } from "../../dataset/dataset-view.ts";
import type { RowsFile } from "../../dataset/rows-file.ts";
import type { JsonValue } from "../../json/json.ts";
import type { ChangedRows } from "./file-rows.ts";

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
  rows: (string | null)[][];
  /** Rows there are, which may be more than were taken. */
  count: number;
  /** Cells were changed since it was read. */
  edited: boolean;
  shape: DatasetShape;
  /** Where the table has the first rows only: the file that has all of them. */
  file?: TableFile;
}

export interface TableFile extends RowsFile {
  /** Rows that take part. */
  active: number;
  lacking: DatasetView["lacking"];
  changed: ChangedRows;
}

export function tableOfView(
  { columns, rows, count, active, lacking, shape }: DatasetView,
  about: Pick<DatasetTable, "source" | "name" | "readAt">,
  from?: RowsFile,
): DatasetTable {
  const file = from && rows.length < count ? { file: { ...from, active, lacking, changed: {} } } : {};
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

function isMessageList(value: JsonValue): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item) => typeof item === "object" && item !== null && !Array.isArray(item) && "role" in item)
  );
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
  const own = file ? { file: { ...file, changed: { ...file.changed, [row]: changed } } } : {};
  return { ...table, rows, ...own, edited: true };
}

/** One column more, which no row has yet; the same table where it has one of that name. */
export function withColumn(table: DatasetTable, name: string): DatasetTable {
  if (table.columns.includes(name)) return table;
  const rows = table.rows.map((cells) => [...cells, null]);
  return { ...table, columns: [...table.columns, name], rows, edited: true };
}
