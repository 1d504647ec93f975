import { csvText } from "../export/csv-text.ts";
import type { JsonValue } from "../json/json.ts";
import { cellText, cellValue, type Dataset } from "./dataset.ts";

/** What rows can be written as: CSV for programs, CSV for spreadsheets (`shared/domain/export/csv-text.ts`), JSON lines. */
export type DatasetFileKind = "csv" | "spreadsheet" | "jsonl";

/** The lines of a file with the rows of a dataset, each with its end. Read again they give the same texts. */
export function* datasetLines({ columns, rows }: Dataset, kind: DatasetFileKind): Generator<string> {
  if (kind === "jsonl") {
    for (const { cells } of rows) {
      const line: Record<string, JsonValue> = {};
      for (const column of columns) {
        const cell = cells.get(column);
        if (cell !== undefined) line[column] = cellValue(cell);
      }
      yield `${JSON.stringify(line)}\n`;
    }
    return;
  }
  const isForSpreadsheets = kind === "spreadsheet";
  const lineOf = (texts: readonly string[]) =>
    // A single empty field would be read as no row at all.
    `${texts.length === 1 && texts[0] === "" ? '""' : texts.map((text) => csvText(text, isForSpreadsheets)).join(",")}\r\n`;
  yield `${isForSpreadsheets ? "\ufeff" : ""}${lineOf(columns)}`;
  for (const { cells } of rows) yield lineOf(columns.map((column) => cellText(cells.get(column))));
}
