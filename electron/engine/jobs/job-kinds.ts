import { LazyRows } from "@shared/domain/dataset/row-list.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import {
  checkRows,
  expandExperiment,
  experimentSpecSchema,
  experimentSpecVersion,
  type SpecRow,
} from "@shared/domain/experiment/experiment-spec.ts";
import { cellsSpecSchema } from "@shared/domain/job/cells-spec.ts";
import { type Cell, expandCells } from "@shared/domain/job/expand-cells.ts";
import { cellsSpecVersion, upgradeCellsSpec } from "@shared/domain/job/upgrade-cells-spec.ts";
import { inSteps } from "../time/in-steps.ts";
import { longList, type StoredSpec } from "./job-store.ts";

/** What a job does, made of its spec. The same spec and id always give the same cells, by name. */
export interface JobPlan {
  title: string;
  /** In the order they begin. */
  cells: Cell[];
  /** The most under way at once in each lane of cells. */
  concurrency: number;
  /** Cells of a group begin when all of the group before have ended. */
  groupByGroup: boolean;
  /** What may be spent before it pauses; whoever resumes it lets it spend as much again. */
  budget?: JobBudget;
  /** Its spec is not written at once: nothing may be sent before it is whole. */
  isLong?: boolean;
  /** All of its answers are there already: it ends at once, and what is made of them is new. */
  isAnswered?: boolean;
}

export interface JobBudget {
  /** US dollars. */
  cost?: number;
  calls?: number;
}

/** A kind of job: data, and how it becomes cells. */
export interface JobKind {
  id: string;
  /** Of the specs that this version writes. */
  specVersion: number;
  /** Brings a spec of an earlier version up to date. */
  upgrade(spec: unknown, version: number): unknown;
  /** Looks at what is long in a spec, in steps: whoever reads it after that reads it at once. */
  look?(spec: unknown): Generator<void, unknown>;
  /** @throws AppFailure `invalid_input`. */
  plan(spec: unknown, jobId: string): JobPlan;
}

/**
 * Of a variant, whose calls have a lane of their own: one that is slow stops no other. Each cell under way is written down:
 * of thousands not all at once.
 */
const usualConcurrency = 64;
const mostUnderWay = 1_024;
const leastOfVariant = 4;

/** Rows × variants × repetitions of run requests: passes, comparisons, repetitions. */
const cells: JobKind = {
  id: "cells",
  specVersion: cellsSpecVersion,
  // Its rows are few, and parsed whole.
  upgrade: (spec, version) =>
    upgradeCellsSpec(hasLazyRows(spec) ? { ...spec, rows: spec.rows.slice() } : spec, version),
  plan(spec, jobId) {
    const parsed = cellsSpecSchema().safeParse(spec);
    if (!parsed.success) {
      throw new AppFailure("invalid_input", {
        message: "The job is not valid.",
        detail: parsed.error.issues[0]?.message ?? "not valid",
      });
    }
    const { title, rows, rowByRow } = parsed.data;
    // Without rows all begin and wait in the queue: each is a run from the first, which can be looked at and stopped alone.
    const usual = rows.length === 0 || rowByRow ? Number.POSITIVE_INFINITY : usualConcurrency;
    const concurrency = rows.length === 0 ? usual : (parsed.data.concurrency ?? usual);
    return { title, cells: expandCells(parsed.data, jobId), concurrency, groupByGroup: rowByRow };
  },
};

/** Rows × variants × repetitions, judged; units begin in the seed's order. */
const experiment: JobKind = {
  id: "experiment",
  specVersion: experimentSpecVersion,
  upgrade: (spec) => spec,
  *look(spec) {
    if (hasLazyRows(spec)) yield* checkRows(spec.rows);
  },
  plan(spec, jobId) {
    const parsed = experimentSpecSchema().safeParse(spec);
    if (!parsed.success) throw notValid("experiment", parsed.error.issues[0]);
    const { title, limits, variants } = parsed.data;
    const { cost, calls } = limits;
    const share = Math.max(leastOfVariant, Math.floor(mostUnderWay / variants.length));
    const concurrency = Math.min(limits.concurrency ?? usualConcurrency, share);
    const budget = { ...(cost === undefined ? {} : { cost }), ...(calls === undefined ? {} : { calls }) };
    const { reused = {} } = parsed.data;
    const cells = expandExperiment(parsed.data, jobId).filter(({ cell }) => !Object.hasOwn(reused, cell));
    const isAnswered = cells.length === 0 && Object.keys(reused).length > 0;
    const isLong = parsed.data.rows.length > longList;
    return { title, cells, concurrency, groupByGroup: false, budget, isLong, isAnswered };
  },
};

function hasLazyRows(spec: unknown): spec is { rows: LazyRows<SpecRow> } {
  return typeof spec === "object" && spec !== null && "rows" in spec && spec.rows instanceof LazyRows;
}

function notValid(what: string, issue: { path: PropertyKey[]; message: string } | undefined): AppFailure {
  const where = issue && issue.path.length > 0 ? `${issue.path.map(String).join(".")}: ` : "";
  const detail = `${where}${issue?.message ?? "not valid"}`;
  return new AppFailure("invalid_input", { message: `The ${what} is not valid.`, detail });
}

/** THE list of kinds. A new one is a line here. */
const jobKinds: readonly JobKind[] = [cells, experiment];

/**
 * A spec out of the store as this version has it. One of an unknown kind is given as it is: it is shown, not carried out.
 */
export function readSpec(kind: string, { version, body }: StoredSpec): unknown {
  return jobKinds.find(({ id }) => id === kind)?.upgrade(body, version) ?? body;
}

/** Looks at what is long in a spec, with the event loop between its steps. @throws AbortError */
export async function lookAtSpec(kind: string, spec: unknown, signal = endless): Promise<void> {
  const looking = jobKinds.find(({ id }) => id === kind)?.look?.(spec);
  if (looking) await inSteps(looking, signal);
}

const endless = new AbortController().signal;

/** @throws AppFailure `invalid_input`: a kind that a newer version has made. */
export function findJobKind(id: string): JobKind {
  const kind = jobKinds.find((known) => known.id === id);
  if (!kind) throw new AppFailure("invalid_input", { message: `Jobs of kind “${id}” are not known here.` });
  return kind;
}
