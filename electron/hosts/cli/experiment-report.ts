import { appendFile, writeFile } from "node:fs/promises";
import type { CellResult } from "@shared/domain/experiment/cell-result.ts";
import type { ExperimentReport } from "@shared/domain/experiment/experiment-report.ts";
import { junitReport, markdownReport } from "@shared/domain/experiment/report-files.ts";
import { judgeWords, rateWords, stoppedWords, verdictWords } from "@shared/domain/experiment/report-words.ts";
import { reportMoney, spendFigure, spendWords } from "@shared/domain/experiment/spend.ts";
import type { JobView } from "@shared/domain/job/job.ts";
import type { CommandIo } from "./command.ts";
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

/** What an experiment says, with what each of its cells came to. */
export interface MadeReport {
  report: ExperimentReport;
  results: CellResult[];
}

/** Of several files in one run: what failed counts most, then what could not be finished, then what was not decided. */
const worstFirst: readonly ExitCode[] = [
  exitCodes.interrupted,
  exitCodes.configuration,
  exitCodes.usage,
  exitCodes.failed,
  exitCodes.unfinished,
  exitCodes.undecided,
  exitCodes.skipped,
];

export function worstExit(exits: readonly ExitCode[]): ExitCode {
  return (
    worstFirst.find((code) => exits.includes(code)) ?? exits.find((code) => code !== exitCodes.done) ?? exitCodes.done
  );
}

/** To the terminal, and to the files that are asked for. JSON is one document: of several files a list. */
export async function writeReports(
  made: readonly MadeReport[],
  given: ReadWords,
  { terminal, variables }: Pick<CommandIo, "terminal" | "variables">,
): Promise<void> {
  if (made.length === 0) return;
  if (given.flag("json")) {
    const documents = made.map(({ report, results }) => ({ ...report, results }));
    terminal.out(JSON.stringify(documents.length === 1 ? documents[0] : documents));
  } else for (const { report } of made) printReport(report, terminal);
  for (const { report } of made) nameUncertain(report, terminal);
  const [junit, markdown] = [given.text("junit"), given.text("markdown")];
  if (junit !== undefined) {
    await writeFile(junit, joinJunit(made.map(({ report, results }) => junitReport(report, results))));
  }
  const text = () => made.map(({ report, results }) => markdownReport(report, results)).join("\n");
  if (markdown !== undefined) await writeFile(markdown, text());
  if (!given.flag("summary")) return;
  const summary = variables["GITHUB_STEP_SUMMARY"];
  if (summary) await appendFile(summary, text());
  else terminal.note("No summary is written: GITHUB_STEP_SUMMARY is not set.");
}

/** One document over the suites of several. */
function joinJunit(documents: readonly string[]): string {
  const [first = ""] = documents;
  if (documents.length < 2) return first;
  const suites = documents
    .map((text) => text.slice(text.indexOf("<testsuites")))
    .map((text) => text.slice(text.indexOf(">") + 1));
  const inner = suites.map((text) => text.slice(0, text.lastIndexOf("</testsuites>"))).join("");
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>${inner}</testsuites>\n`;
}

function printReport(report: ExperimentReport, terminal: Terminal): void {
  const { title, variants, comparisons, gates, counts } = report;
  terminal.out(terminal.paint("bold", oneLine(title)));
  for (const one of comparisons) terminal.out(oneLine(verdictWords(one, report)));
  for (const words of [stoppedWords(report), judgeWords(report)]) if (words !== null) terminal.out(oneLine(words));
  const scores = variants[0]?.scores.map(({ name }) => name) ?? [];
  const titles = ["VARIANT", "PASSES", ...scores.map((name) => name.toUpperCase()), "P50", "P95", "COST"];
  const ms = (value: number | null) => (value === null ? "" : `${Math.round(value)} ms`);
  const lines = variants.map((variant) => [
    oneLine(variant.name),
    rateWords(variant.pass),
    ...variant.scores.map(({ rate }) => (rate.mean === null ? "" : `${(rate.mean * 100).toFixed(1)} %`)),
    ms(variant.latencyMs.p50),
    ms(variant.latencyMs.p95),
    spendFigure(variant, reportMoney),
  ]);
  const columns = titles.map((text) => ({ title: oneLine(text) }));
  for (const line of tableLines(columns, lines, terminal.width)) terminal.out(line);
  for (const { gate, word, says } of gates) terminal.out(`gate ${word}: ${oneLine(gate.text)} (${oneLine(says)})`);
  terminal.note(
    `${counts.done} of ${report.cells} cells count, ${counts.open} are open, ${counts.waiting} were not sent. Cost: ${spendWords(report, reportMoney)}.`,
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
