import { writeFile } from "node:fs/promises";
import type { CellResult } from "@shared/domain/experiment/cell-result.ts";
import type { ExperimentReport } from "@shared/domain/experiment/experiment-report.ts";
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
  given: ReadWords,
  terminal: Terminal,
): Promise<void> {
  if (given.flag("json")) terminal.out(JSON.stringify({ ...report, results }));
  else printReport(report, terminal);
  const [junit, markdown] = [given.text("junit"), given.text("markdown")];
  if (junit !== undefined) await writeFile(junit, junitReport(report, results));
  if (markdown !== undefined) await writeFile(markdown, markdownReport(report, results));
}

function printReport(report: ExperimentReport, terminal: Terminal): void {
  const { title, variants, comparisons, gates, counts, uncertain } = report;
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
  if (uncertain.length === 0) return;
  terminal.note(
    `${uncertain.length} cells are uncertain: their requests may have left before a crash. resume --resend-uncertain sends them again.`,
  );
  for (const cell of uncertain.slice(0, mostNamed)) terminal.note(`  uncertain: ${oneLine(cell)}`);
  if (uncertain.length > mostNamed) terminal.note(`  and ${uncertain.length - mostNamed} more`);
}
