import type { Dataset, DatasetError, DatasetWarning } from "./dataset.ts";
import { cellAt, cellText } from "./dataset.ts";
import type { DatasetMapping, SuggestedMapping } from "./suggest-mapping.ts";

/** Rows that a run goes over at most; of a longer file the first are taken, and that is said. */
export const mostDatasetRows = 5_000;

/** A file of rows as the interface has it: texts by column, null where a row does not have it. */
export interface DatasetView {
  facts: string[];
  columns: string[];
  /** Columns that hold lists of messages. */
  messageColumns: string[];
  rows: (string | null)[][];
  /** All rows of the file, which may be more. */
  count: number;
  warnings: string[];
  mapping: Pick<DatasetMapping, "map" | "id"> & { placeholders: Record<string, string> };
  /** What is known of the columns, with which the mapping can be made anew for other variables. */
  shape: DatasetShape;
}

/** A dataset without its rows. */
export interface DatasetShape
  extends Pick<Dataset, "format" | "encoding" | "delimiter" | "header" | "dialect" | "kinds"> {
  /** Names inside of columns of objects; they stand behind the columns of the file. */
  expanded: string[];
  /** Columns with values that are no texts: a list, a number, an object. */
  valueColumns: string[];
  /** With line and column, as the file was read. */
  warnings: DatasetWarning[];
}

export type DatasetReading = { read: "ok" | "warn"; view: DatasetView } | { read: "error"; error: DatasetError };

/** @param most rows that are taken. */
export function viewOfDataset(
  dataset: Dataset,
  { mapping, warnings }: SuggestedMapping,
  most = mostDatasetRows,
): DatasetView {
  const columns = [...dataset.columns, ...dataset.expanded];
  const { format, encoding, delimiter, header, dialect, kinds, expanded } = dataset;
  const rows = dataset.rows.slice(0, most).map((row) =>
    columns.map((column) => {
      const cell = cellAt(row, column);
      return cell === undefined ? null : cellText(cell);
    }),
  );
  const named = delimiter === "\t" ? "tab" : delimiter;
  return {
    facts: [format, encoding, ...(named === undefined ? [] : [`delimiter ${named}`]), ...(header ? [] : ["no header"])],
    columns,
    messageColumns: columns.filter((column) => dataset.kinds[column] === "messages"),
    rows,
    count: dataset.rows.length,
    warnings: [...dataset.warnings, ...warnings].map(({ message }) => message),
    mapping: { map: mapping.map, placeholders: mapping.placeholders ?? {}, id: mapping.id },
    shape: {
      format,
      encoding,
      ...(delimiter === undefined ? {} : { delimiter }),
      header,
      ...(dialect === undefined ? {} : { dialect }),
      kinds,
      expanded,
      valueColumns: columns.filter((column) =>
        dataset.rows.some((row) => {
          const cell = cellAt(row, column);
          return cell !== undefined && typeof cell !== "string";
        }),
      ),
      warnings: dataset.warnings,
    },
  };
}
