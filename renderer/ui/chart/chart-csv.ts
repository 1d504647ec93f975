import { csvText } from "@shared/domain/export/csv-text.ts";
import type { ChartTable } from "./chart-data.ts";

/**
 * The table behind a chart as CSV for spreadsheets (RFC 4180; a text that begins like a formula gets an apostrophe). Figures
 * stand bare, with all their places; where there is none the field is empty.
 */
export function chartCsv({ columns, rows }: ChartTable): string {
  const lines = [
    columns.map(({ title }) => csvText(title, true)),
    ...rows.map((row) => row.map(({ value }) => (typeof value === "string" ? csvText(value, true) : `${value ?? ""}`))),
  ];
  return lines.map((line) => `${line.join(",")}\r\n`).join("");
}
