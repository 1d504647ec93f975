import { type CellOfFile, csvHeadOf, csvLineOf, jsonLineOf } from "@shared/domain/experiment/cell-files.ts";
import type { ExperimentExport } from "@shared/domain/experiment/experiment-export.ts";
import type { ExperimentReport } from "@shared/domain/experiment/experiment-report.ts";
import { junitReport, markdownReport } from "@shared/domain/experiment/report-files.ts";
import type { SavedFile } from "@shared/domain/run/history.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { createCellsOfFile, csvColumnsOf } from "../reports/cell-of-file.ts";
import { htmlReport } from "../reports/html-report.ts";
import type { LiveExperiment } from "./live-experiment.ts";

/** Runs read at once. */
const lanes = 8;

interface Exported {
  live: LiveExperiment;
  report: ExperimentReport;
  format: ExperimentExport;
  getRun(id: string): Promise<RunRecord>;
  signal: AbortSignal;
}

/** An experiment as a file: as far as it has come. @throws AbortError */
export async function exportExperiment({ live, report, format, getRun, signal }: Exported): Promise<SavedFile> {
  const name = fileNameOf(report.title);
  if (format === "markdown" || format === "junit") {
    const results = await Promise.all(live.index.results().map(async (one) => (await live.whole(one)) ?? one));
    return format === "markdown"
      ? { fileName: `${name}.md`, mediaType: "text/markdown", text: markdownReport(report, results) }
      : { fileName: `${name}.xml`, mediaType: "application/xml", text: junitReport(report, results) };
  }
  const columns = csvColumnsOf(live.spec, format === "csv-spreadsheet");
  const read = createCellReader(live, getRun);
  const lines: string[] = [];
  const onPage: CellOfFile[] = [];
  const results = live.index.results();
  for (let from = 0; from < results.length; from += lanes) {
    signal.throwIfAborted();
    const some = results.slice(from, from + lanes);
    const cells = await Promise.all(some.map(read));
    if (format === "html") onPage.push(...cells);
    else for (const cell of cells) lines.push(format === "jsonl" ? jsonLineOf(cell) : csvLineOf(cell, columns));
  }
  if (format === "html") return { fileName: `${name}.html`, mediaType: "text/html", text: htmlReport(report, onPage) };
  return format === "jsonl"
    ? { fileName: `${name}.jsonl`, mediaType: "application/jsonl", text: lines.join("") }
    : { fileName: `${name}.csv`, mediaType: "text/csv", text: csvHeadOf(columns) + lines.join("") };
}

/** Each cell of an experiment as it leaves in a file, read one by one. */
export function createCellReader(live: LiveExperiment, getRun: Exported["getRun"]) {
  const make = createCellsOfFile(live.spec);
  return (place: CellOfFile["result"]): Promise<CellOfFile> => cellOf(live, place, make, getRun);
}

async function cellOf(
  { index, whole }: LiveExperiment,
  place: CellOfFile["result"],
  make: ReturnType<typeof createCellsOfFile>,
  getRun: Exported["getRun"],
): Promise<CellOfFile> {
  const result = (await whole(place)) ?? place;
  const record = result.runId === null ? null : await getRun(result.runId).catch(() => null);
  return make(result, record?.output.text ?? null, index.find(place)?.rating ?? null);
}

function fileNameOf(title: string): string {
  const plain = title
    .normalize("NFKD")
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 80);
  return plain === "" ? "experiment" : plain;
}
