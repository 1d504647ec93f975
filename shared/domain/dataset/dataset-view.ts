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
  /** Of these the rows that take part: not those that are archived. */
  active: number;
  /** Where rows were left out, by column: how many of all rows lack it, and the number of the first, from 1. */
  lacking: Record<string, { rows: number; first: number }>;
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

export interface TakenRows {
  /** Rows that are taken of a file that has no more. */
  most?: number | undefined;
  /** So many, where it has more: as many as `most`, unless said otherwise, and no more than a window holds with ease. */
  first?: number | undefined;
}

/** Characters of the first rows of a long file. */
const mostFirstCharacters = 4_000_000;

export function viewOfDataset(
  dataset: Dataset,
  { mapping, warnings }: SuggestedMapping,
  { most = mostDatasetRows, first = most }: TakenRows = {},
  lacking: DatasetView["lacking"] = {},
): DatasetView {
  const columns = [...dataset.columns, ...dataset.expanded];
  const { format, encoding, delimiter, header } = dataset;
  const isWhole = dataset.rows.length <= most;
  const rows: (string | null)[][] = [];
  let characters = 0;
  for (const row of dataset.rows.slice(0, isWhole ? most : first)) {
    const texts = columns.map((column) => {
      const cell = cellAt(row, column);
      return cell === undefined ? null : cellText(cell);
    });
    characters += texts.reduce((sum, text) => sum + (text?.length ?? 0), 0);
    if (!isWhole && first < most && rows.length > 0 && characters > mostFirstCharacters) break;
    rows.push(texts);
  }
  const named = delimiter === "\t" ? "tab" : delimiter;
  return {
    facts: [format, encoding, ...(named === undefined ? [] : [`delimiter ${named}`]), ...(header ? [] : ["no header"])],
    columns,
    messageColumns: columns.filter((column) => dataset.kinds[column] === "messages"),
    rows,
    count: dataset.rows.length,
    active: dataset.activeRows ?? dataset.rows.length,
    lacking,
    warnings: [...dataset.warnings, ...warnings].map(({ message }) => message),
    mapping: { map: mapping.map, placeholders: mapping.placeholders ?? {}, id: mapping.id },
    shape: shapeOfDataset(dataset),
  };
}

export function shapeOfDataset(dataset: Dataset): DatasetShape {
  const { format, encoding, delimiter, header, dialect, kinds, expanded, warnings } = dataset;
  // What is inside of the objects of a CSV is looked for where it is; all else its reader knows.
  const looked = dataset.valueColumns ? expanded : [...dataset.columns, ...expanded];
  return {
    format,
    encoding,
    ...(delimiter === undefined ? {} : { delimiter }),
    header,
    ...(dialect === undefined ? {} : { dialect }),
    kinds,
    expanded,
    valueColumns: [
      ...(dataset.valueColumns ?? []),
      ...looked.filter((column) =>
        dataset.rows.some((row) => {
          const cell = cellAt(row, column);
          return cell !== undefined && typeof cell !== "string";
        }),
      ),
    ],
    warnings,
  };
}
