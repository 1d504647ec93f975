import type { CellResult } from "../../../shared/domain/experiment/cell-result.ts";
import { type ExperimentReport, reportOf } from "../../../shared/domain/experiment/experiment-report.ts";
import type { ExperimentSpec } from "../../../shared/domain/experiment/experiment-spec.ts";
import type {
  CellDetail,
  ExperimentChange,
  ExperimentSummary,
} from "../../../shared/domain/experiment/experiment-summary.ts";
import {
  type CountedFilter,
  countedFilters,
  type GridCell,
  type GridColumns,
  type GridPage,
  type GridRow,
  type GridView,
} from "../../../shared/domain/experiment/grid.ts";

/** An experiment to show: columns, rows and what the engine would say of them. */
export interface SampleExperiment {
  columns: GridColumns;
  rows: GridRow[];
}

const kinds = ["double charge", "cancel order", "invoice", "refund late"];

/** Rows × variants, of which every `failEvery`th answer of B fails and every fifth of A. */
export function sampleExperiment({ rows = 40, variants = 3, scores = 4 } = {}): SampleExperiment {
  const names = Array.from({ length: variants }, (_, index) => String.fromCharCode(65 + index));
  return {
    columns: {
      variants: names.map((name, index) => ({
        name,
        model: index === 2 ? "claude-sonnet-4-5" : "gpt-4o-mini",
        prompt: index === 0 ? "v31" : "v32",
      })),
      base: "A",
      repetitions: 1,
      scores: Array.from({ length: scores }, (_, index) => ({
        name: `check ${index + 1}`,
        judged: index === 3,
        gates: true,
      })),
      rows,
      hasGroups: false,
      hasFacets: true,
    },
    rows: Array.from({ length: rows }, (_, index) => ({
      number: index + 1,
      id: `r${index + 1}`,
      input: `Ticket ${index + 1}: I was charged twice for order #${88000 + index} on 3 November and nobody answers.`,
      facet: kinds[index % kinds.length] ?? "",
      cells: names.map((_, variant) => sampleCell(index, variant, scores)),
    })),
  };
}

export function sampleCell(row: number, variant: number, scores = 4): GridCell {
  const failed = (row + variant) % (variant === 0 ? 5 : 9) === 0;
  return {
    status: failed ? "failed" : "passed",
    runId: `run-${row}-${variant}`,
    answer: `Hi Ayşe, I’m sorry about the double charge on order #${88000 + row}, and that your first message went unanswered.`,
    checks: Array.from({ length: scores }, (_, index) => ({
      name: `check ${index + 1}`,
      passed: !(failed && index === 1),
      value: !(failed && index === 1),
    })),
    latencyMs: 400 + ((row * 37 + variant * 211) % 2000),
    tokens: 80 + ((row * 13) % 60),
    costUsd: 0.0001,
  };
}

const failedIn = ({ cells }: GridRow) => cells.some((cell) => cell?.status === "failed");
const changedIn = ({ cells }: GridRow) => cells.some((cell) => cell?.status !== cells[0]?.status);
const leaves: Partial<Record<GridView["filter"]["kind"], (row: GridRow) => boolean>> = {
  failed: failedIn,
  changed: changedIn,
  errors: ({ cells }) => cells.some((cell) => cell?.status === "open" || cell?.status === "uncertain"),
  uncertain: ({ cells }) => cells.some((cell) => cell?.status === "uncertain"),
  disagree: () => false,
  rated: () => false,
  waiting: ({ cells }) => cells.some((cell) => cell?.status === "waiting"),
  passed: ({ cells }) => cells.some((cell) => cell?.status === "passed"),
};

/** What the engine answers to a question for rows. */
export function samplePage({ rows }: SampleExperiment, view: GridView, from: number, count: number): GridPage {
  const needle = view.text?.toLowerCase();
  const found = rows.filter(({ input }) => needle === undefined || input.toLowerCase().includes(needle));
  const left = found.filter(leaves[view.filter.kind] ?? (() => true));
  const { by, descending } = view.sort;
  if (by === "latency") {
    left.sort((one, two) => (one.cells[0]?.latencyMs ?? 0) - (two.cells[0]?.latencyMs ?? 0));
    if (descending) left.reverse();
  }
  const counted = countedFilters.map((kind) => [kind, found.filter(leaves[kind] ?? (() => true)).length] as const);
  return {
    total: left.length,
    counts: Object.fromEntries(counted) as Record<CountedFilter, number>,
    from,
    rows: left.slice(from, from + count),
    revision: 1,
  };
}

/** The report the engine would make of it. */
export function sampleReport({ columns, rows }: SampleExperiment): ExperimentReport {
  const results: CellResult[] = rows.flatMap(({ id, cells }) =>
    cells.map((cell, index) => ({
      row: id,
      variant: columns.variants[index]?.name ?? "",
      repetition: 0,
      runId: cell?.runId ?? null,
      standing: cell?.status === "passed" || cell?.status === "failed" ? "done" : "waiting",
      passed: cell?.status === "passed" ? true : cell?.status === "failed" ? false : null,
      scores: [],
      ...(cell?.latencyMs === undefined ? {} : { latencyMs: cell.latencyMs }),
      ...(cell?.costUsd === undefined ? {} : { costUsd: cell.costUsd }),
    })),
  );
  return reportOf(specOf(columns, rows), results, { costUsd: 0 });
}

function specOf({ variants }: GridColumns, rows: readonly GridRow[]): ExperimentSpec {
  return {
    title: "Refund replies: v31 against v32",
    base: "A",
    repetitions: 1,
    seed: 7,
    verdict: { score: "pass", delta: 0.02, alpha: 0.05 },
    limits: { cost: 3 },
    gates: [],
    variants: variants.map(({ name, model }) => ({ name, model, request: {} as never })),
    checks: [],
    rows: rows.map(({ id }) => ({ id, variables: {}, placeholders: {} })),
  };
}

export function sampleSummary(
  experiment: SampleExperiment,
  change: Partial<ExperimentSummary> = {},
): ExperimentSummary {
  const cells = experiment.rows.flatMap((row) => row.cells);
  const done = cells.filter((cell) => cell?.status === "passed" || cell?.status === "failed").length;
  return {
    jobId: "j1",
    title: "Refund replies: v31 against v32",
    state: "running",
    owner: "this",
    notice: null,
    createdAt: Date.UTC(2026, 10, 28, 8, 52),
    endedAt: null,
    rows: experiment.rows.length,
    variants: experiment.columns.variants.map(({ name }) => name),
    base: "A",
    repetitions: 1,
    cells: cells.length,
    counts: { done, open: 0, uncertain: 0, waiting: cells.length - done },
    failed: cells.filter((cell) => cell?.status === "failed").length,
    costUsd: 0.83,
    verdicts: [{ variant: "B", verdict: "better", says: "B is better than A" }],
    ...change,
  };
}

export function sampleChange(experiment: SampleExperiment, change: Partial<ExperimentChange> = {}): ExperimentChange {
  return {
    revision: 1,
    rows: null,
    running: 8,
    retrying: null,
    scoring: 0,
    summary: sampleSummary(experiment),
    elapsedMs: 144_000,
    leftMs: 216_000,
    costLeftUsd: { lo: 1.24, hi: 1.24 },
    ...change,
  };
}

export function sampleDetail(
  { columns, rows }: SampleExperiment,
  place: { row: string; variant: string; repetition: number },
): CellDetail {
  const row = rows.find(({ id }) => id === place.row);
  const index = columns.variants.findIndex(({ name }) => name === place.variant);
  const cell = row?.cells[index];
  const passed = cell?.status === "passed";
  return {
    ...place,
    result: { ...place, runId: null, standing: "done", passed, scores: [] },
    running: false,
    answer: cell?.answer ?? null,
    refusal: "",
    others: Object.fromEntries(
      columns.variants
        .filter(({ name }) => name !== place.variant)
        .map(({ name }) => [name, `Hello, I have located the double charge and opened a refund for ${name}.`]),
    ),
    expected: "refund confirmed, no date promised",
    variables: { ticket: row?.input ?? "" },
    scores: columns.scores.map(({ name, gates, judged }, at) => ({
      name,
      value: cell?.checks[at]?.passed ?? false,
      passed: cell?.checks[at]?.passed ?? false,
      reason: `contains “${88000 + at}”`,
      gates,
      judged,
      runIds: [],
    })),
    rating: null,
    labels: ["too long", "rude"],
  };
}
