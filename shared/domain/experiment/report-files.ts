import type { CellResult } from "./cell-result.ts";
import { cellName, type ExperimentReport } from "./experiment-report.ts";
import { judgeWords, rateWords, stoppedWords, verdictWords } from "./report-words.ts";
import { isScore } from "./score.ts";
import { reportMoney, reusedWords, spendFigure, spendWords } from "./spend.ts";

const mostFailures = 20;

/** For a pull request or a step summary. */
export function markdownReport(report: ExperimentReport, results: readonly CellResult[]): string {
  const { title, variants, comparisons, gates, counts } = report;
  const ms = (value: number | null) => (value === null ? "" : `${Math.round(value)} ms`);
  const scores = variants[0]?.scores.map(({ name }) => name) ?? [];
  const lines = [
    `## ${line(title)}`,
    "",
    ...comparisons.map((one) => `- ${line(verdictWords(one, report))}`),
    ...[stoppedWords(report), judgeWords(report)].flatMap((words) => (words === null ? [] : [`- ${line(words)}`])),
    ...gates.map(
      ({ gate, word, says }) =>
        `- ${word === "holds" ? "✅" : word === "fails" ? "❌" : "❔"} \`${gate.text.replaceAll("`", "'")}\`: ${word}, ${line(says)}`,
    ),
    "",
    `| Variant | Model | Passes | ${scores.map(cell).join(" | ")}${scores.length > 0 ? " | " : ""}p50 | p95 | Cost |`,
    `| --- | --- | --- | ${scores.map(() => "---").join(" | ")}${scores.length > 0 ? " | " : ""}--- | --- | --- |`,
    ...variants.map((variant) => {
      const { name, model, pass, scores: own, latencyMs } = variant;
      const rates = own.map(({ rate }) => cell(rateWords(rate)));
      return `| ${[cell(name), cell(model), cell(rateWords(pass)), ...rates, ms(latencyMs.p50), ms(latencyMs.p95), spendFigure(variant, reportMoney)].join(" | ")} |`;
    }),
    "",
    `${report.rows} rows, ${report.cells} calls: ${counts.done} count, ${counts.open} open, ${counts.uncertain} uncertain, ${counts.waiting} not sent. Cost: ${[spendWords(report, reportMoney), reusedWords(report, reportMoney)].filter(Boolean).join("; ")}.`,
  ];
  const failed = results.filter(({ passed }) => passed === false);
  if (failed.length > 0) {
    lines.push("", "<details><summary>Not passed</summary>", "");
    for (const result of failed.slice(0, mostFailures))
      lines.push(`- ${line(cellName(result))}: ${line(reasonOf(result))}`);
    if (failed.length > mostFailures) lines.push(`- and ${failed.length - mostFailures} more`);
    lines.push("", "</details>");
  }
  return `${lines.join("\n")}\n`;
}

/** Texts of others must not become markup. */
function line(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .replaceAll(/[<>]/g, (mark) => (mark === "<" ? "&lt;" : "&gt;"))
    .slice(0, 500);
}

function cell(text: string): string {
  return line(text).replaceAll("|", "\\|");
}

/** Why a cell does not pass, or is open. */
function reasonOf({ scores, why }: CellResult): string {
  const reasons = scores.flatMap((outcome) => {
    if (!isScore(outcome)) return [`${outcome.name}: no score, ${outcome.error}`];
    return outcome.passed === false ? [`${outcome.name}: ${outcome.reason}`] : [];
  });
  return [...(why === undefined ? [] : [why]), ...reasons].join(" ");
}

/** JUnit's XML: a suite for each variant, a case for each cell. What is open is an error, what was not sent is skipped. */
export function junitReport(report: ExperimentReport, results: readonly CellResult[]): string {
  const suites = report.variants.map(({ name }) => {
    const own = results.filter(({ variant }) => variant === name);
    const failures = own.filter(({ passed }) => passed === false).length;
    const errors = own.filter(({ standing }) => standing === "open" || standing === "uncertain").length;
    const skipped = own.filter(({ standing }) => standing === "waiting").length;
    const cases = own.map((result) => junitCase(result, report.title));
    return [
      `  <testsuite name="${xml(name)}" tests="${own.length}" failures="${failures}" errors="${errors}" skipped="${skipped}">`,
      ...cases,
      "  </testsuite>",
    ].join("\n");
  });
  const gates = report.gates.map(({ gate, word, says }) => {
    const inside = word === "holds" ? "" : `<${word === "fails" ? "failure" : "skipped"} message="${xml(says)}"/>`;
    return `    <testcase classname="gates" name="${xml(gate.text)}">${inside}</testcase>`;
  });
  const failing = report.gates.filter(({ word }) => word === "fails").length;
  const open = report.gates.filter(({ word }) => word === "undecided").length;
  const gateSuite =
    gates.length === 0
      ? []
      : [
          `  <testsuite name="gates" tests="${gates.length}" failures="${failing}" errors="0" skipped="${open}">`,
          ...gates,
          "  </testsuite>",
        ];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${xml(report.title)}">`,
    ...suites,
    ...gateSuite,
    "</testsuites>",
    "",
  ].join("\n");
}

function junitCase(result: CellResult, title: string): string {
  const time = result.latencyMs === undefined ? "" : ` time="${(result.latencyMs / 1_000).toFixed(3)}"`;
  const head = `    <testcase classname="${xml(title)}" name="${xml(cellName(result))}"${time}>`;
  const why = xml(reasonOf(result));
  if (result.standing === "waiting") return `${head}<skipped/></testcase>`;
  if (result.standing !== "done") return `${head}<error message="${why}"/></testcase>`;
  return result.passed === false ? `${head}<failure message="${why}"/></testcase>` : `${head}</testcase>`;
}

/** XML has no place for most control characters, escaped or not. */
function xml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const allowed = text.toWellFormed().replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd");
  const names: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "\n": "&#10;",
    "\t": "&#9;",
    "\r": "&#13;",
  };
  return allowed.replaceAll(/[&<>"\n\t\r]/g, (mark) => names[mark] ?? mark);
}
