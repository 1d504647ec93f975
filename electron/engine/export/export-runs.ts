import { csvHead, toCsvLine } from "../../../shared/domain/export/csv.ts";
import { toHarEntry } from "../../../shared/domain/export/har.ts";
import { toMarkdown } from "../../../shared/domain/export/markdown.ts";
import { largestRunFile, runFileFrame } from "../../../shared/domain/export/run-file.ts";
import type { ExportedFile, ExportFormat, HistoryRun } from "../../../shared/domain/run/history.ts";
import type { RunRecord } from "../../../shared/domain/run/run.ts";

/** How a format is put together from its runs, one after the other. */
interface Format {
  mediaType: string;
  extension: string;
  head: string;
  separator: string;
  tail: string;
  /** Empty for a run that has nothing to show in this format. */
  toText(run: HistoryRun): string;
}

/** In one file. */
export const mostExportedRuns = 10_000;

/**
 * Puts runs into one file, in the order given, as far as they fit. A run that has gone meanwhile is left out.
 * @param read gives a run, or null when it is not there any more.
 */
export async function exportRuns(
  ids: Iterable<string>,
  format: ExportFormat,
  now: number,
  read: (id: string) => Promise<HistoryRun | null>,
): Promise<ExportedFile> {
  if (format === "html") return exportComparison(ids, now, read);
  const { mediaType, extension, head, separator, tail, toText } = formatOf(format, now);
  const texts: string[] = [];
  let characters = head.length + tail.length;
  let runs = 0;
  let truncated = false;
  for (const id of ids) {
    const run = await read(id);
    if (!run) continue;
    const text = toText(run);
    if (runs === mostExportedRuns || (runs > 0 && characters + text.length > largestRunFile)) {
      truncated = true;
      break;
    }
    runs += 1;
    if (text === "") continue;
    texts.push(text);
    characters += text.length + separator.length;
  }
  const day = new Date(now).toISOString().slice(0, 10);
  const text = head + texts.join(separator) + tail;
  return { fileName: `promptscope-runs-${day}.${extension}`, mediaType, text, runs, truncated };
}

/** The first runs of a list side by side on one page. */
async function exportComparison(
  ids: Iterable<string>,
  now: number,
  read: (id: string) => Promise<HistoryRun | null>,
): Promise<ExportedFile> {
  const { comparisonPage, mostCompared } = await import("./comparison-page.ts");
  const records: RunRecord[] = [];
  let truncated = false;
  for (const id of ids) {
    const run = await read(id);
    if (!run) continue;
    truncated = records.length === mostCompared;
    if (truncated) break;
    records.push(run.record);
  }
  const text = comparisonPage(records, now);
  const fileName = `promptscope-comparison-${new Date(now).toISOString().slice(0, 10)}.html`;
  return { fileName, mediaType: "text/html", text, runs: records.length, truncated };
}

function formatOf(format: Exclude<ExportFormat, "html">, now: number): Format {
  switch (format) {
    case "json":
      return {
        mediaType: "application/json",
        extension: "json",
        ...runFileFrame(now),
        separator: ",\n",
        toText: (run) => JSON.stringify(run),
      };
    case "csv":
      return { mediaType: "text/csv", extension: "csv", head: csvHead, separator: "", tail: "", toText: toCsvLine };
    case "markdown":
      return {
        mediaType: "text/markdown",
        extension: "md",
        head: "# Runs\n\n",
        separator: "\n",
        tail: "",
        toText: toMarkdown,
      };
    case "har":
      return {
        mediaType: "application/json",
        extension: "har",
        head: '{"log":{"version":"1.2","creator":{"name":"Promptscope","version":"1"},"entries":[',
        separator: ",\n",
        tail: "]}}\n",
        toText: ({ record }) => record.exchanges.map((exchange) => JSON.stringify(toHarEntry(exchange))).join(",\n"),
      };
  }
}
