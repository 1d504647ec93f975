import {
  type CellOfFile,
  type CsvColumns,
  csvHeadOf,
  csvLineOf,
  jsonLineOf,
} from "@shared/domain/experiment/cell-files.ts";
import type { ExperimentExport } from "@shared/domain/experiment/experiment-export.ts";
import type { ExperimentReport } from "@shared/domain/experiment/experiment-report.ts";
import { junitReport, markdownReport } from "@shared/domain/experiment/report-files.ts";
import { textOfValue } from "@shared/domain/experiment/row-values.ts";
import { scoreNames } from "@shared/domain/experiment/score-names.ts";
import type { SavedFile } from "@shared/domain/run/history.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
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
  const columns = columnsOf(live, format === "csv-spreadsheet");
  const rowAt = new Map(live.spec.rows.map(({ id }, index) => [id, index]));
  const lines: string[] = [];
  const results = live.index.results();
  for (let from = 0; from < results.length; from += lanes) {
    signal.throwIfAborted();
    const some = results.slice(from, from + lanes);
    const cells = await Promise.all(some.map((result) => cellOf(live, result, rowAt.get(result.row) ?? -1, getRun)));
    for (const cell of cells) lines.push(format === "jsonl" ? jsonLineOf(cell) : csvLineOf(cell, columns));
  }
  return format === "jsonl"
    ? { fileName: `${name}.jsonl`, mediaType: "application/jsonl", text: lines.join("") }
    : { fileName: `${name}.csv`, mediaType: "text/csv", text: csvHeadOf(columns) + lines.join("") };
}

async function cellOf(
  live: LiveExperiment,
  place: CellOfFile["result"],
  at: number,
  getRun: Exported["getRun"],
): Promise<CellOfFile> {
  const { spec, index } = live;
  const result = (await live.whole(place)) ?? place;
  const row = spec.rows[at];
  const record = result.runId === null ? null : await getRun(result.runId).catch(() => null);
  return {
    number: at + 1,
    variables: Object.fromEntries(
      Object.entries(row?.values ?? row?.variables ?? {}).map(([name, value]) => [name, textOfValue(value)]),
    ),
    ...(row?.expected === undefined ? {} : { expected: textOfValue(row.expected) }),
    ...(row?.group === undefined ? {} : { group: row.group }),
    ...(row?.facet === undefined ? {} : { facet: row.facet }),
    model: spec.variants.find(({ name }) => name === place.variant)?.model ?? "",
    result,
    answer: record?.output.text ?? null,
    rating: index.find(place)?.rating ?? null,
  };
}

function columnsOf({ spec }: LiveExperiment, forSpreadsheets: boolean): CsvColumns {
  const variables = new Set(spec.rows.flatMap((row) => Object.keys(row.values ?? row.variables)));
  return { variables: [...variables], scores: scoreNames(spec), forSpreadsheets };
}

function fileNameOf(title: string): string {
  const plain = title
    .normalize("NFKD")
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 80);
  return plain === "" ? "experiment" : plain;
}
