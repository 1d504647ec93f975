import * as z from "zod";
import type { HumanRating } from "./human-rating.ts";

/*
 * An experiment's rows as a grid shows them: a page at a time, small enough that 100 000 cells stay smooth.
 */

/**
 * How a cell stands. `passed` and `failed` of answers that count; `open`: it never reached the provider, or a gating
 * evaluator gave no score; `uncertain`: its request may have left before a crash; `stopped` ended with the app or by a person.
 */
export type GridStatus = "waiting" | "running" | "passed" | "failed" | "open" | "uncertain" | "stopped";

/** A score as a square of the grid. */
export interface GridCheck {
  name: string;
  /** Null: nothing says when it passes, or it gave no score. */
  passed: boolean | null;
  /** From 0 to 1, a metric in its own unit, a label; null where it gave none. */
  value: number | boolean | string | null;
  /** It gave no score, and why. */
  error?: string;
}

export interface CellRetry {
  /** Which attempt follows, from 2. */
  attempt: number;
  at: number;
  /** The provider has asked to slow down. */
  isLimited: boolean;
}

/** A cell of the grid; of several repetitions the one that is asked for. */
export interface GridCell {
  status: GridStatus;
  runId: string | null;
  /** How the answer begins, at most `excerptLength` characters. */
  answer: string;
  checks: GridCheck[];
  /** Why it is open, or failed without a score; in words for a person. */
  why?: string;
  latencyMs?: number;
  tokens?: number;
  costUsd?: number;
  rating?: HumanRating;
  /** While it runs: an attempt has failed, and the next begins then, in UTC milliseconds. */
  retry?: CellRetry;
  /** Its answer is of an earlier experiment, by the same request. */
  reused?: true;
  /** Over all repetitions; absent where there is one. */
  tally?: Partial<Record<GridStatus, number>>;
}

/** Of the answer in a cell. */
export const excerptLength = 240;

export interface GridRow {
  /** From 1, as it stands in the dataset. */
  number: number;
  /** As the spec names it. */
  id: string;
  /** Its own name in the dataset. */
  name?: string;
  /** Its values in one line, the longest text first; without those that all rows have alike. */
  input: string;
  expected?: string;
  group?: string;
  facet?: string;
  /** In the order of the variants; null: the variant does not run on this row. */
  cells: (GridCell | null)[];
}

const name = z.string().min(1).max(100);

/**
 * Which rows are shown. `failed`: a cell that counts has not passed. `changed`: a variant passes where the base does not, or
 * the other way round. `errors`: cells that are open or uncertain, or a check without a score. `disagree`: a person, or a
 * model that judges, says other than the rest. `scoreBelow`: by one score. Each may name one variant.
 */
const gridFilterSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("all") }),
  z.strictObject({ kind: z.literal("failed"), variant: name.optional() }),
  z.strictObject({ kind: z.literal("passed"), variant: name.optional() }),
  z.strictObject({ kind: z.literal("changed"), variant: name.optional() }),
  z.strictObject({ kind: z.literal("errors"), variant: name.optional() }),
  z.strictObject({ kind: z.literal("disagree"), variant: name.optional() }),
  z.strictObject({ kind: z.literal("uncertain"), variant: name.optional() }),
  z.strictObject({ kind: z.literal("waiting"), variant: name.optional() }),
  z.strictObject({ kind: z.literal("rated"), variant: name.optional() }),
  z.strictObject({ kind: z.literal("scoreBelow"), score: name, below: z.number(), variant: name.optional() }),
]);
export type GridFilter = z.infer<typeof gridFilterSchema>;

/** Kinds of filters that need no more than their name. */
export const countedFilters = [
  "all",
  "failed",
  "passed",
  "changed",
  "errors",
  "disagree",
  "uncertain",
  "waiting",
  "rated",
] as const;
export type CountedFilter = (typeof countedFilters)[number];

/** What rows are sorted by. Rows without the value come last, whichever way. */
const gridSortSchema = z.strictObject({
  by: z.enum([
    "row",
    "input",
    "facet",
    "group",
    "status",
    "answer",
    "latency",
    "tokens",
    "cost",
    "score",
    "passed",
    "changed",
    "unsure",
  ]),
  /**
   * Of columns of a variant; the base's where it is absent. `passed` without one counts those of all variants, `changed` how
   * far they are from the base, `unsure` is the least sure of any.
   */
  variant: name.optional(),
  /** For `score`. */
  score: name.optional(),
  descending: z.boolean(),
});
export type GridSort = z.infer<typeof gridSortSchema>;

export const gridViewSchema = z.strictObject({
  filter: gridFilterSchema,
  /** Looked for in values, names, expectations and whole answers, upper and lower case alike. */
  text: z.string().max(1_000).optional(),
  sort: gridSortSchema,
  /** Which repetition is shown; from 0. */
  repetition: z.number().int().min(0).optional(),
});
export type GridView = z.infer<typeof gridViewSchema>;

/** Some rows of a view. */
export interface GridPage {
  /** Rows that the filter and the text leave. */
  total: number;
  /** Rows of each filter, with the text that is looked for. */
  counts: Record<CountedFilter, number>;
  from: number;
  rows: GridRow[];
  /** The state the page was made of; `changes` goes on from it. */
  revision: number;
}

/** What the columns of a grid are. */
export interface GridColumns {
  variants: { name: string; model: string; prompt: string }[];
  base: string | null;
  repetitions: number;
  scores: { name: string; judged: boolean; gates: boolean }[];
  rows: number;
  hasGroups: boolean;
  hasFacets: boolean;
}
