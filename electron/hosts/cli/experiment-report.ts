import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { appendFile, writeFile } from "node:fs/promises";
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
import type { ExperimentReport } from "@shared/domain/experiment/experiment-report.ts";
import type { ExperimentSpec } from "@shared/domain/experiment/experiment-spec.ts";
import { junitReport, markdownReport } from "@shared/domain/experiment/report-files.ts";
import { judgeWords, rateWords, stoppedWords, verdictWords } from "@shared/domain/experiment/report-words.ts";
import type { JobView } from "@shared/domain/job/job.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import type { ReadWords } from "./read-words.ts";
import { tableLines } from "./table.ts";
import { oneLine, type Terminal } from "./terminal.ts";

/** Cells that are named one by one. */
const mostNamed = 50;

/**
 * How a run over an experiment ends: a gate that fails counts more than one that is undecided. What could not be finished
 * is neither; a budget that is used up is, and the gates are judged on what counts.
 */
export function exitOfReport(
  { gates, counts, isFinished }: ExperimentReport,
  { state }: Pick<JobView, "state">,
): ExitCode {
  if (counts.done === 0 || counts.uncertain > 0) return exitCodes.unfinished;
  if (!isFinished && state !== "paused") return exitCodes.unfinished;
  if (gates.some(({ word }) => word === "fails")) return exitCodes.failed;
  if (gates.some(({ word }) => word === "undecided")) return exitCodes.undecided;
  return exitCodes.done;
}

/** To the terminal, and to the files that are asked for. */
export async function writeReport(
  report: ExperimentReport,
  results: readonly CellResult[],
  source: CellSource,
  given: ReadWords,
  terminal: Terminal,
): Promise<void> {
  if (given.flag("json")) terminal.out(JSON.stringify({ ...report, results }));
  else printReport(report, terminal);
  nameUncertain(report, terminal);
  const [junit, markdown] = [given.text("junit"), given.text("markdown")];
  if (junit !== undefined) await writeFile(junit, junitReport(report, results));
  if (markdown !== undefined) await writeFile(markdown, markdownReport(report, results));
  await writeCells(report, results, source, given);
  if (!given.flag("summary")) return;
  const summary = source.variables["GITHUB_STEP_SUMMARY"];
  if (summary) await appendFile(summary, markdownReport(report, results));
  else terminal.note("No summary is written: GITHUB_STEP_SUMMARY is not set.");
}

/** Where the contents of cells come from. */
export interface CellSource {
  spec: ExperimentSpec;
  cellOf(result: CellResult): Promise<CellOfFile>;
  variables: Readonly<Record<string, string | undefined>>;
}

/** Cells are read and written one after the other; those of a page are kept, no more than fit on it. */
async function writeCells(
  report: ExperimentReport,
  results: readonly CellResult[],
  { spec, cellOf }: CellSource,
  given: ReadWords,
): Promise<void> {
  const [csv, spreadsheet, jsonl, page] = ["csv", "spreadsheet", "jsonl", "html"].map((name) => given.text(name));
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

function printReport(report: ExperimentReport, terminal: Terminal): void {
  const { title, variants, comparisons, gates, counts } = report;
  terminal.out(terminal.paint("bold", oneLine(title)));
  for (const one of comparisons) terminal.out(oneLine(verdictWords(one, report)));
  for (const words of [stoppedWords(report), judgeWords(report)]) if (words !== null) terminal.out(oneLine(words));
  const scores = variants[0]?.scores.map(({ name }) => name) ?? [];
  const titles = ["VARIANT", "PASSES", ...scores.map((name) => name.toUpperCase()), "P50", "P95", "COST"];
  const ms = (value: number | null) => (value === null ? "" : `${Math.round(value)} ms`);
  const lines = variants.map(({ name, pass, scores: own, latencyMs, costUsd }) => [
    oneLine(name),
    rateWords(pass),
    ...own.map(({ rate }) => (rate.mean === null ? "" : `${(rate.mean * 100).toFixed(1)} %`)),
    ms(latencyMs.p50),
    ms(latencyMs.p95),
    `$${costUsd.toFixed(4)}`,
  ]);
  const columns = titles.map((text) => ({ title: oneLine(text) }));
  for (const line of tableLines(columns, lines, terminal.width)) terminal.out(line);
  for (const { gate, word, says } of gates) terminal.out(`gate ${word}: ${oneLine(gate.text)} (${oneLine(says)})`);
  terminal.note(
    `${counts.done} of ${report.cells} cells count, ${counts.open} are open, ${counts.waiting} were not sent.`,
  );
}

/** To the terminal's notes, also where the report itself is JSON: nothing else says why the exit code is another. */
function nameUncertain({ uncertain }: ExperimentReport, terminal: Terminal): void {
  if (uncertain.length === 0) return;
  terminal.note(
    `${uncertain.length} cells are uncertain: their requests may have left before a crash. resume --resend-uncertain sends them again.`,
  );
  for (const cell of uncertain.slice(0, mostNamed)) terminal.note(`  uncertain: ${oneLine(cell)}`);
  if (uncertain.length > mostNamed) terminal.note(`  and ${uncertain.length - mostNamed} more`);
}
