import type { JsonValue } from "../json/json.ts";
import type { RowList } from "./row-list.ts";

/** Rows from somewhere: a file, and later items of Langfuse, runs, calls. */

/**
 * A value of a row. A text is itself, and that is all a CSV file has; what JSON has besides comes with the text that is put
 * into a prompt, which keeps the digits of a number as they were written.
 */
export type DatasetCell = string | { value: JsonValue; text: string };

export interface DatasetRow {
  /** The line of the file it begins in, from 1; not known of rows inside of one JSON value. */
  line?: number;
  /** By column; a column that the row does not have is missing, which is neither null nor empty. */
  cells: ReadonlyMap<string, DatasetCell>;
}

/** Something worth telling before anything is paid. Of one kind at most five are told one by one. */
export interface DatasetWarning {
  code: string;
  message: string;
  line?: number;
  /** The data row, from 1. */
  row?: number;
  column?: string;
  /** The character in the line, from 1. */
  col?: number;
}

/** Why nothing is read. */
export interface DatasetError {
  code: string;
  message: string;
  line?: number;
  col?: number;
}

export type DatasetFormat = "csv" | "tsv" | "json" | "jsonl";

/** What the cells of a column are, where they are no plain texts. */
export type ColumnKind = "json" | "messages" | "content-parts";

/** An image in a cell: by its data or by Langfuse's media token. */
export interface DatasetImage {
  row: number;
  column: string;
  mediaType: string;
  bytes: number;
}

/** What a person says a file is, where what was found is wrong. */
export interface ReadAs {
  encoding?: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
  delimiter?: "," | ";" | "\t" | "|";
  /** Whether the first line names the columns. */
  header?: boolean;
}

/** A file as it was read. */
export interface Dataset {
  format: DatasetFormat;
  encoding: string;
  /** Of a CSV file. */
  delimiter?: string;
  newline: "lf" | "crlf" | "cr" | "mixed";
  /** False: the columns have no names of their own. */
  header: boolean;
  /** The line of the header, where others stand above it. */
  headerLine?: number;
  /** The form of a known tool. */
  dialect?: "langfuse" | "promptfoo" | "openai-evals" | "openai-chat";
  columns: string[];
  rows: RowList<DatasetRow>;
  warnings: DatasetWarning[];
  /** By column. */
  kinds: Record<string, ColumnKind>;
  /** Columns with values that are no texts, where the reader knows them; a CSV has none. */
  valueColumns?: string[];
  /** Names inside of columns of JSON objects that can be mapped, such as `input.ticket`. */
  expanded: string[];
  images: DatasetImage[];
  /** Rows that are not marked as archived, where some are. */
  activeRows?: number;
  /** Lines that could not be read and were left out. */
  badLines: number;
}

export type DatasetOutcome = { read: "ok" | "warn"; dataset: Dataset } | { read: "error"; error: DatasetError };

export function cellText(cell: DatasetCell | undefined): string {
  if (cell === undefined) return "";
  return typeof cell === "string" ? cell : cell.text;
}

export function cellValue(cell: DatasetCell): JsonValue {
  return typeof cell === "string" ? cell : cell.value;
}

/** A cell of a row, or what is inside of its JSON (`input.ticket`); undefined where it is missing. */
export function cellAt(row: DatasetRow, column: string): DatasetCell | undefined {
  const own = row.cells.get(column);
  if (own !== undefined) return own;
  const dot = column.lastIndexOf(".");
  const holder = dot < 0 ? undefined : row.cells.get(column.slice(0, dot));
  if (typeof holder !== "string" || !holder.trimStart().startsWith("{")) return undefined;
  try {
    const value = (JSON.parse(holder) as Record<string, JsonValue>)[column.slice(dot + 1)];
    if (value === undefined) return undefined;
    return typeof value === "string" ? value : { value, text: value === null ? "" : JSON.stringify(value) };
  } catch {
    return undefined;
  }
}
