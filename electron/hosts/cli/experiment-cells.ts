import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { finished } from "node:stream/promises";
import { csvColumnsOf } from "@engine/experiments/reports/cell-of-file.ts";
import {
  type CellOfFile,
  type CsvColumns,
  csvHeadOf,
  csvLineOf,
  jsonLineOf,
} from "@shared/domain/experiment/cell-files.ts";
import type { CellResult } from "@shared/domain/experiment/cell-result.ts";
import type { ExperimentSpec } from "@shared/domain/experiment/experiment-spec.ts";
import { UsageFailure } from "./command.ts";
import type { MadeReport } from "./experiment-report.ts";
import type { ReadWords } from "./read-words.ts";

/** Files that hold the cells of one experiment. */
const kinds = ["csv", "spreadsheet", "jsonl", "html"] as const;

/** Their columns are of one experiment. @throws UsageFailure */
export function checkCellFiles(given: ReadWords): void {
  const named = kinds.find((kind) => given.text(kind) !== undefined);
  if (named !== undefined && given.operands.length > 1) {
    throw new UsageFailure(`--${named} is of one file: report FILE --${named} writes it afterwards.`);
  }
}

/** Cells are read and written one after the other; those of a page are kept, no more than fit on it. */
export async function writeCells(
  { report, results }: MadeReport,
  { spec, cellOf }: { spec: ExperimentSpec; cellOf(result: CellResult): Promise<CellOfFile> },
  given: ReadWords,
): Promise<void> {
  const [csv, spreadsheet, jsonl, page] = kinds.map((kind) => given.text(kind));
  const files = [
    ...(csv === undefined ? [] : [csvFile(csv, csvColumnsOf(spec, false))]),
    ...(spreadsheet === undefined ? [] : [csvFile(spreadsheet, csvColumnsOf(spec, true))]),
    ...(jsonl === undefined ? [] : [{ path: jsonl, head: "", lineOf: jsonLineOf }]),
  ];
  if (files.length > 0) {
    const streams = files.map(({ path, head, lineOf }) => {
      const stream = createWriteStream(path);
      stream.write(head);
      return { stream, lineOf };
    });
    for (const result of results) {
      const cell = await cellOf(result);
      for (const { stream, lineOf } of streams) if (!stream.write(lineOf(cell))) await once(stream, "drain");
    }
    await Promise.all(streams.map(({ stream }) => finished(stream.end())));
  }
  if (page === undefined) return;
  const { htmlReport, mostCellsOfPage } = await import("@engine/experiments/reports/html-report.ts");
  const failed = results.filter(({ passed }) => passed === false);
  const rows = new Set([...failed, ...results].map(({ row }) => row).slice(0, mostCellsOfPage));
  const cells: CellOfFile[] = [];
  for (const result of results) if (rows.has(result.row)) cells.push(await cellOf(result));
  await writeFile(page, htmlReport(report, cells));
}

function csvFile(path: string, columns: CsvColumns) {
  return { path, head: csvHeadOf(columns), lineOf: (cell: CellOfFile) => csvLineOf(cell, columns) };
}
