import type { CellOfFile } from "@shared/domain/experiment/cell-files.ts";
import type { ExperimentReport, VariantReport } from "@shared/domain/experiment/experiment-report.ts";
import type { Rate } from "@shared/domain/experiment/rate-variant.ts";
import { judgeWords, rateWords, stoppedWords, verdictWords } from "@shared/domain/experiment/report-words.ts";
import { isScore, type ScoreOutcome } from "@shared/domain/experiment/score.ts";
import { reportMoney, reusedWords, spendFigure, spendWords } from "@shared/domain/experiment/spend.ts";
import { htmlPage } from "../../export/html-page.ts";
import { clipped, html } from "../../export/html-text.ts";
import { reportStyle } from "./html-style.ts";

/** A page is no larger: a row more than fits is left to the other files. 1 000 cells stay below 5 MB whatever they hold. */
const largestPage = 5_000_000;
/** More cells never fit; whoever reads them one by one need not read more. */
export const mostCellsOfPage = 10_000;
/** Of texts of a cell, in bytes. */
const room = { answer: 1_800, reason: 300, input: 600, expected: 400, summary: 200 };
const mostShown = { inputs: 4, scores: 5 };

/**
 * An experiment as one page that needs nothing else: it asks for nothing from anywhere, runs no script, and what it quotes is
 * text. Rows in which something did not pass come first.
 */
export function htmlReport(report: ExperimentReport, cells: readonly CellOfFile[]): string {
  const head = [countsOf(report), verdictsOf(report), variantsOf(report)].join("\n");
  const rows = rowsOf(cells);
  const parts: string[] = [];
  let size = Buffer.byteLength(htmlPage(report.title, head, reportStyle)) + 1_000;
  for (const row of rows) {
    const part = rowOf(row);
    size += Buffer.byteLength(part) + 1;
    if (size > largestPage) break;
    parts.push(part);
  }
  const left = rows.length - parts.length;
  const more =
    left === 0 ? "" : `<p class="dim">${left} more rows do not fit on this page: CSV and JSON lines have all.</p>`;
  return htmlPage(report.title, `${head}\n<h2>Rows</h2>\n${parts.join("\n")}\n${more}`, reportStyle);
}

function countsOf(report: ExperimentReport): string {
  const { rows, cells, counts, judgeCostUsd } = report;
  const judged = judgeCostUsd > 0 ? `, ${reportMoney(judgeCostUsd)} of it for judges` : "";
  const reused = reusedWords(report, reportMoney);
  return `<p class="dim">${rows} rows, ${cells} cells: ${counts.done} count, ${counts.open} open, ${counts.uncertain} uncertain, ${counts.waiting} not sent. Cost: ${spendWords(report, reportMoney)}${judged}${reused === null ? "" : `; ${reused}`}.</p>`;
}

function verdictsOf(report: ExperimentReport): string {
  const items = report.comparisons.map(
    (one) =>
      `<li class="${one.verdict === "better" || one.verdict === "worse" ? one.verdict : ""}">${html(verdictWords(one, report))}</li>`,
  );
  const notes = [stoppedWords(report), judgeWords(report)].flatMap((words) =>
    words === null ? [] : [`<li class="dim">${html(words)}</li>`],
  );
  const gates = report.gates.map(
    ({ gate, word, says }) => `<li class="${word}"><b>${word}</b>: <code>${html(gate.text)}</code> ${html(says)}</li>`,
  );
  const list = (name: string, lines: readonly string[]) =>
    lines.length === 0 ? "" : `<ul class="verdicts ${name}">${lines.join("")}</ul>`;
  return list("", [...items, ...notes]) + (gates.length === 0 ? "" : `<h2>Gates</h2>${list("gates", gates)}`);
}

function variantsOf({ variants }: ExperimentReport): string {
  const scores = variants[0]?.scores.map(({ name }) => name) ?? [];
  const titles = ["Variant", "Passes", ...scores, "p50", "p95", "Cost"];
  const lines = variants.map((variant) => `<tr>${cellsOfVariant(variant, scores)}</tr>`);
  return `<h2>Variants</h2><table><tr>${titles.map((title) => `<th>${html(title)}</th>`).join("")}</tr>${lines.join("")}</table>`;
}

function cellsOfVariant(variant: VariantReport, names: readonly string[]): string {
  const { name, model, pass, scores, latencyMs } = variant;
  const ms = (value: number | null) => (value === null ? "" : `${Math.round(value)} ms`);
  const rates = names.map((one) => scores.find((score) => score.name === one)?.rate);
  return [
    `<td>${html(name)}<br><span class="dim">${html(model)}</span></td>`,
    `<td class="n rate">${html(rateWords(pass))}${intervalOf(pass)}</td>`,
    ...rates.map((rate) => `<td class="n">${rate ? html(rateWords(rate)) : ""}</td>`),
    ...[ms(latencyMs.p50), ms(latencyMs.p95), spendFigure(variant, reportMoney)].map(
      (text) => `<td class="n">${text}</td>`,
    ),
  ].join("");
}

/** A rate with its interval on an axis from 0 to 1. */
function intervalOf({ mean, lo, hi }: Rate): string {
  if (mean === null) return "";
  const x = (share: number) => (5 + share * 170).toFixed(1);
  const span = lo === null || hi === null ? "" : `<line class="span" x1="${x(lo)}" x2="${x(hi)}" y1="10" y2="10"/>`;
  return `<svg viewBox="0 0 180 20" role="img" aria-label="${html(rateWords({ mean, lo, hi, units: 0, open: 0, waiting: 0, note: null }))}"><line class="axis" x1="5" x2="175" y1="10" y2="10"/>${span}<circle class="dot" cx="${x(mean)}" cy="10" r="4"/></svg>`;
}

/** Cells by row; those in which something did not pass first. */
function rowsOf(cells: readonly CellOfFile[]): CellOfFile[][] {
  const byRow = new Map<number, CellOfFile[]>();
  for (const cell of cells) {
    const row = byRow.get(cell.number);
    if (row) row.push(cell);
    else byRow.set(cell.number, [cell]);
  }
  const isFine = (row: readonly CellOfFile[]) => Number(row.every(({ result }) => result.passed !== false));
  return [...byRow.values()].sort((a, b) => isFine(a) - isFine(b) || (a[0]?.number ?? 0) - (b[0]?.number ?? 0));
}

function rowOf(cells: readonly CellOfFile[]): string {
  const [first] = cells;
  if (!first) return "";
  const inputs = Object.entries(first.variables);
  const marks = cells.map(
    ({ result }) => `<span class="${wordOf(result)}">${html(result.variant)} ${wordOf(result)}</span>`,
  );
  const shown = inputs.slice(0, mostShown.inputs).map(([name, value]) => term(name, value, room.input));
  const expected = first.expected === undefined ? "" : term("expected", first.expected, room.expected);
  const what = clipped((inputs[0]?.[1] ?? "").replaceAll(/\s+/g, " "), room.summary);
  return `<details><summary><span class="no">${first.number}</span><span class="what">${what}</span>${marks.join(" ")}</summary><dl>${shown.join("")}${expected}</dl>${cells.map(cellOf).join("")}</details>`;
}

function term(name: string, value: string, bytes: number): string {
  return `<dt>${clipped(name, 80)}</dt><dd>${clipped(value, bytes)}</dd>`;
}

function cellOf({ result, answer }: CellOfFile): string {
  const figures = [
    result.isGiven ? "answer given, no call" : "",
    result.latencyMs === undefined ? "" : `${Math.round(result.latencyMs)} ms`,
    result.tokens === undefined ? "" : `${result.tokens} tokens`,
    result.costUsd === undefined ? "" : `$${result.costUsd.toFixed(6)}`,
  ].filter((text) => text !== "");
  const repetition = result.repetition === 0 ? "" : `, repetition ${result.repetition + 1}`;
  const scores = result.scores.slice(0, mostShown.scores).map(scoreOf);
  const why = result.why === undefined ? "" : `<p class="dim">${clipped(result.why, room.reason)}</p>`;
  return `<div class="cell"><h3>${html(result.variant)}${repetition} <span class="${wordOf(result)}">${wordOf(result)}</span> <span class="dim">${figures.join(" · ")}</span></h3>${answer === null ? "" : `<pre>${clipped(answer, room.answer)}</pre>`}${why}<ul class="scores">${scores.join("")}</ul></div>`;
}

function scoreOf(outcome: ScoreOutcome): string {
  const name = clipped(outcome.name, 100);
  if (!isScore(outcome))
    return `<li><b>${name}</b> <span class="open">no score</span> ${clipped(outcome.error, room.reason)}</li>`;
  const value = typeof outcome.value === "number" ? String(Number(outcome.value.toFixed(3))) : String(outcome.value);
  const mark = outcome.passed === undefined ? "dim" : outcome.passed ? "passed" : "failed";
  return `<li><b>${name}</b> <span class="${mark}">${clipped(value, 100)}</span> ${clipped(outcome.reason, room.reason)}</li>`;
}

function wordOf({ standing, passed }: CellOfFile["result"]): "passed" | "failed" | "open" | "waiting" {
  if (standing === "waiting") return "waiting";
  if (standing !== "done") return "open";
  return passed === false ? "failed" : "passed";
}
