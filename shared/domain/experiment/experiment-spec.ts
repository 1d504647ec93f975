import * as z from "zod";
import { LazyRows, type RowList } from "../dataset/row-list.ts";
import type { Cell } from "../job/expand-cells.ts";
import { nameCell } from "../job/expand-cells.ts";
import { jsonObjectSchema, jsonValueSchema } from "../json/json.ts";
import { lazily } from "../late/lazily.ts";
import { messageListSchema, placeholderValueSchema } from "../message/message.ts";
import type { RunRequest } from "../run/run.ts";
import { runRequestSchema } from "../run/run.ts";
import { evaluatorSchema } from "./evaluator.ts";
import { orderUnits, type Unit } from "./unit-order.ts";

/*
 * An experiment as a job has it: frozen at its start, prompts by their texts, so that what was sent can be said for ever.
 * The same spec always gives the same cells under the same names, in the same order.
 */

const mostCells = 200_000;
const mostRows = 100_000;
const name = z.string().min(1).max(100);

/** A check of a row: an evaluator, or several whose weighted mean reaches a threshold. */
const checkSchema = lazily(() => {
  const single = z.strictObject({ evaluator: evaluatorSchema() });
  return z.union([
    single,
    z.strictObject({
      name: name.optional(),
      weight: z.number().min(0).optional(),
      set: z.strictObject({ threshold: z.number().optional(), checks: z.array(single).max(1_000) }),
    }),
  ]);
});
export type SpecCheck = z.infer<ReturnType<typeof checkSchema>>;

const specRowSchema = lazily(() =>
  z.strictObject({
    id: z.string().min(1).max(100),
    description: z.string().optional(),
    variables: jsonObjectSchema,
    placeholders: z.record(z.string(), placeholderValueSchema),
    expected: jsonValueSchema.optional(),
    group: z.string().optional(),
    facet: z.string().optional(),
    metadata: jsonObjectSchema.optional(),
    threshold: z.number().optional(),
    checks: z.array(checkSchema()).max(1_000).optional(),
    /** What texts of evaluators may name, where that is not `variables`. */
    values: jsonObjectSchema.optional(),
    /** By variant, where its prompt was filled before; a variant without any here is not run on it. */
    messages: z.record(z.string(), messageListSchema).optional(),
    only: z.array(name).optional(),
    /** By variant, the answer that is there already. */
    answers: z.record(z.string(), z.string()).optional(),
  }),
);

/** Rows that are made when they are asked for stay so: each is checked, and none is kept. */
const rowsSchema = lazily(() => {
  const row = specRowSchema();
  const atHand = z.array(row).min(1).max(mostRows);
  const isRows = (rows: unknown) => Array.isArray(rows) || rows instanceof LazyRows;
  return z
    .custom<RowList<SpecRow>>(isRows, { message: "is no list of rows" })
    .transform((rows, context): RowList<SpecRow> => {
      if (Array.isArray(rows)) {
        const { data, error } = atHand.safeParse(rows);
        for (const { path, message } of error?.issues ?? []) context.addIssue({ code: "custom", path, message });
        return data ?? rows;
      }
      if (rows.length < 1 || rows.length > mostRows)
        context.addIssue({ code: "custom", message: `holds from 1 to ${mostRows} rows` });
      for (const [index, one] of rows.entries()) {
        const problem = row.safeParse(one).error?.issues[0];
        if (!problem) continue;
        context.addIssue({ code: "custom", path: [index, ...problem.path], message: problem.message });
        break;
      }
      return rows;
    });
});

export const experimentSpecSchema = lazily(() =>
  z
    .strictObject({
      title: z.string().min(1).max(500),
      /** The name of the file it was read from: files in one folder share a store. */
      file: z.string().max(1_000).optional(),
      base: name.optional(),
      repetitions: z.number().int().min(1).max(10_000),
      seed: z.number().int().min(0).max(2_147_483_647),
      verdict: z.strictObject({
        score: name,
        delta: z.number().gt(0).lt(1),
        alpha: z.number().gt(0).lt(0.5),
        /** Nothing more is bought of a variant that is decided. */
        stopWhenDecided: z.boolean().optional(),
      }),
      limits: z.strictObject({
        cost: z.number().gt(0).optional(),
        calls: z.number().int().min(1).optional(),
        concurrency: z.number().int().min(1).max(1_000).optional(),
      }),
      gates: z.array(z.string().max(1_000)).max(100),
      /** Cells whose answer is that of an earlier run, by name, and the id of that run; they are not sent. */
      reused: z.record(z.string().max(1_000), z.string().max(100)).optional(),
      /** The experiment they are of, whose judgements hold too. */
      reusedFrom: z.string().max(100).optional(),
      /** Those whose answers that one had taken over itself, newest first. */
      reusedBefore: z.array(z.string().max(100)).max(1_000).optional(),
      /** Of what it is a continuation: verdicts have been read of a part of it. */
      extends: z
        .strictObject({
          jobId: z.string().max(100),
          /** How many of the rows, in their order, came together; each batch is shuffled for itself. */
          batches: z.array(z.number().int().min(1)).min(1).max(1_000),
          /** How often units that had counted got other values, by more repetitions. */
          restarts: z.number().int().min(0).max(1_000),
        })
        .optional(),
      /** Only this part of its units is run here, from 1; another machine runs the others, and they are put together. */
      shard: z
        .strictObject({ index: z.number().int().min(1), count: z.number().int().min(1).max(10_000) })
        .refine(({ index, count }) => index <= count, { message: "is at most the number of shards" })
        .optional(),
      variants: z
        .array(
          z.strictObject({
            name,
            model: z.string().max(500),
            request: runRequestSchema,
            /** Its answers are there already and stand in the rows: nothing is sent. */
            isGiven: z.literal(true).optional(),
            /** Its own address. */
            apiBase: z.string().max(2_000).optional(),
          }),
        )
        .min(1)
        .max(1_000),
      /** Of every row that has none of its own. */
      checks: z.array(checkSchema()).max(1_000),
      rows: rowsSchema(),
    })
    .refine(({ rows, extends: given }) => !given || given.batches.reduce((sum, one) => sum + one, 0) === rows.length, {
      message: "batches hold all rows",
    })
    .refine(({ rows, variants, repetitions }) => rows.length * variants.length * repetitions <= mostCells, {
      message: `at most ${mostCells} cells`,
    }),
);
type WrittenSpec = z.infer<ReturnType<typeof experimentSpecSchema>>;
export type SpecRow = z.infer<ReturnType<typeof specRowSchema>>;
export type ExperimentSpec = Omit<WrittenSpec, "rows"> & { rows: RowList<SpecRow> };
export type SpecVariant = ExperimentSpec["variants"][number];

/** Experiments whose answers it has taken over, with their judgements; newest first. */
export function earlierOf({ reusedFrom, reusedBefore = [] }: ExperimentSpec): string[] {
  return reusedFrom === undefined ? [] : [reusedFrom, ...reusedBefore];
}

/** The kind of jobs that are experiments. */
export const experimentKind = "experiment";

/** Of what this version writes. */
export const experimentSpecVersion = 1;

export function isRun(row: SpecRow, { name, isGiven }: SpecVariant): boolean {
  if (isGiven && row.answers?.[name] === undefined) return false;
  return row.only === undefined || row.only.includes(name);
}

/** The chance of a false verdict that each test of it may have: those that are made anew share it. */
export function alphaOf({ verdict, extends: given }: ExperimentSpec): number {
  return verdict.alpha / ((given?.restarts ?? 0) + 1);
}

/**
 * Its units in the order they are sent and counted: those of a batch of rows that was added later come later. With shards
 * only those that are run here, every so-manieth, so that each shard has some of all.
 */
export function unitsOf({ rows, seed, extends: given, shard }: ExperimentSpec): Unit[] {
  let from = 0;
  const units = (given?.batches ?? [rows.length]).flatMap((size, index) => {
    const units = orderUnits(rowsFrom(rows, from, size), seed + index);
    from += size;
    return units;
  });
  return shard ? units.filter((_, at) => at % shard.count === shard.index - 1) : units;
}

/** One after the other, so that none has to be kept. */
function* rowsFrom(rows: RowList<SpecRow>, from: number, size: number): Generator<SpecRow> {
  for (let index = from; index < from + size; index += 1) {
    const row = rows.at(index);
    if (row) yield row;
  }
}

/** Every cell in the order it begins: units in the seed's order, within a row all variants before the next repetition. */
export function expandExperiment(spec: ExperimentSpec, jobId: string): Cell[] {
  const places = new Map<string, number>();
  /** By place, where not all variants run on a row: those that do. */
  const some = new Map<number, readonly SpecVariant[]>();
  // In their order, in which rows that are read when they are asked for are read quickest.
  for (const [place, row] of spec.rows.entries()) {
    places.set(row.id, place);
    const variants = spec.variants.filter((variant) => isRun(row, variant));
    if (variants.length < spec.variants.length) some.set(place, variants);
  }
  const cells: Cell[] = [];
  for (const { rows } of unitsOf(spec)) {
    for (const id of rows) {
      const place = places.get(id);
      if (place !== undefined) addCells(cells, spec, { id, place, jobId }, some.get(place) ?? spec.variants);
    }
  }
  return cells;
}

interface RowPlace {
  id: string;
  place: number;
  jobId: string;
}

/** Of up to 200 000 cells each is made once, and no list of a row's lies between. */
function addCells(
  cells: Cell[],
  { rows, repetitions, limits }: ExperimentSpec,
  { id, place, jobId }: RowPlace,
  variants: readonly SpecVariant[],
): void {
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    for (const variant of variants) {
      const { name, apiBase } = variant;
      const cell: Cell = {
        cell: nameCell({ row: id, variant: name, repetition }),
        group: id,
        lane: name,
        // Made when it is sent: the texts of 200 000 would be in memory from the start.
        get request() {
          const row = rows.at(place);
          if (!row) throw new Error(`The row ${id} is not there.`);
          return requestOf(row, variant, { id: `${jobId}-${place}`, variantId: name, repetition });
        },
      };
      if (limits.concurrency !== undefined) cell.atOnce = limits.concurrency;
      if (apiBase !== undefined) cell.apiBase = apiBase;
      cells.push(cell);
    }
  }
}

function requestOf(
  row: SpecRow,
  { name, request, isGiven }: SpecVariant,
  comparison: NonNullable<RunRequest["comparison"]>,
): RunRequest {
  if (isGiven) return { ...request, givenAnswer: row.answers?.[name] ?? "", comparison };
  const filled = row.messages?.[name];
  if (filled) return { ...request, prompt: null, clientMessages: filled, comparison };
  return { ...request, variables: row.variables, placeholders: row.placeholders, comparison };
}
