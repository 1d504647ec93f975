import * as z from "zod";
import { LazyRows, type RowList } from "../dataset/row-list.ts";
import type { Cell } from "../job/expand-cells.ts";
import { nameCell } from "../job/expand-cells.ts";
import { jsonObjectSchema, jsonValueSchema } from "../json/json.ts";
import { atOnce } from "../late/at-once.ts";
import { lazily } from "../late/lazily.ts";
import { messageListSchema, placeholderValueSchema } from "../message/message.ts";
import type { RunRequest } from "../run/run.ts";
import { runRequestSchema } from "../run/run.ts";
import { evaluatorSchema } from "./evaluator.ts";
import { factsOf, lookAtRows, type RowFacts } from "./row-facts.ts";
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

/** Lists whose rows were found to be whole: rows are frozen, and each is checked once. */
const checkedRows = new WeakSet<RowList<SpecRow>>();

/** Why rows cannot be run, and where. */
interface RowProblem {
  path: PropertyKey[];
  message: string;
}

/**
 * Checks rows that are made when they are asked for, in steps: whoever reads their spec after that reads it at once.
 * @returns what is wrong with the first that is.
 */
export function* checkRows(rows: RowList<SpecRow>): Generator<void, RowProblem | undefined> {
  if (checkedRows.has(rows)) return undefined;
  if (rows.length < 1 || rows.length > mostRows) return { path: [], message: `holds from 1 to ${mostRows} rows` };
  const schema = specRowSchema();
  let found: RowProblem | undefined;
  yield* lookAtRows(rows, (row, place) => {
    const problem = found ? undefined : schema.safeParse(row).error?.issues[0];
    if (problem) found = { path: [place, ...problem.path], message: problem.message };
  });
  if (found === undefined) checkedRows.add(rows);
  return found;
}

/** Rows that are made when they are asked for stay so: each is checked, and none is kept. */
const rowsSchema = lazily(() => {
  const atHand = z.array(specRowSchema()).min(1).max(mostRows);
  const isRows = (rows: unknown) => Array.isArray(rows) || rows instanceof LazyRows;
  return z
    .custom<RowList<SpecRow>>(isRows, { message: "is no list of rows" })
    .transform((rows, context): RowList<SpecRow> => {
      if (Array.isArray(rows)) {
        const { data, error } = atHand.safeParse(rows);
        for (const { path, message } of error?.issues ?? []) context.addIssue({ code: "custom", path, message });
        return data ?? rows;
      }
      const problem = atOnce(checkRows(rows));
      if (problem) context.addIssue({ code: "custom", ...problem });
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
  const facts = factsOf(rows);
  const units = (given?.batches ?? [facts.ids.length]).flatMap((size, index) => {
    const units = orderUnits(rowsFrom(facts, from, size), seed + index);
    from += size;
    return units;
  });
  return shard ? units.filter((_, at) => at % shard.count === shard.index - 1) : units;
}

/** One after the other, so that none has to be kept. */
function* rowsFrom(facts: RowFacts, from: number, size: number): Generator<{ id: string; group: string | undefined }> {
  const end = Math.min(from + size, facts.ids.length);
  for (let place = from; place < end; place += 1) yield { id: facts.ids[place] ?? "", group: facts.groupAt(place) };
}

/** Every cell in the order it begins: units in the seed's order, within a row all variants before the next repetition. */
export function expandExperiment(spec: ExperimentSpec, jobId: string): Cell[] {
  const facts = factsOf(spec.rows);
  const cells: Cell[] = [];
  for (const { rows } of unitsOf(spec)) {
    for (const id of rows) {
      const place = facts.placeOf(id);
      if (place !== undefined) addCells(cells, { spec, jobId, id, place, facts });
    }
  }
  return cells;
}

interface RowPlace {
  spec: ExperimentSpec;
  jobId: string;
  id: string;
  place: number;
  facts: RowFacts;
}

/** Of up to 200 000 cells each is made once, and no list of a row's lies between. */
function addCells(cells: Cell[], { spec, jobId, id, place, facts }: RowPlace): void {
  for (let repetition = 0; repetition < spec.repetitions; repetition += 1) {
    for (const variant of spec.variants) {
      if (facts.isRun(place, variant)) cells.push(new ExperimentCell(spec, variant, { jobId, id, place, repetition }));
    }
  }
}

/** A cell as it waits: where it stands. An object with a getter of its own would take ten times as much. */
class ExperimentCell implements Cell {
  readonly cell: string;
  readonly group: string;
  readonly #spec: ExperimentSpec;
  readonly #variant: SpecVariant;
  readonly #jobId: string;
  readonly #place: number;
  readonly #repetition: number;

  constructor(
    spec: ExperimentSpec,
    variant: SpecVariant,
    { jobId, id, place, repetition }: { jobId: string; id: string; place: number; repetition: number },
  ) {
    this.cell = nameCell({ row: id, variant: variant.name, repetition });
    this.group = id;
    this.#spec = spec;
    this.#variant = variant;
    this.#jobId = jobId;
    this.#place = place;
    this.#repetition = repetition;
  }

  get lane(): string {
    return this.#variant.name;
  }

  get atOnce(): number | undefined {
    return this.#spec.limits.concurrency;
  }

  get apiBase(): string | undefined {
    return this.#variant.apiBase;
  }

  /** Made when it is sent: the texts of 200 000 would be in memory from the start. */
  get request(): RunRequest {
    const row = this.#spec.rows.at(this.#place);
    if (!row) throw new Error(`The row ${this.group} is not there.`);
    const { name: variantId } = this.#variant;
    const comparison = { id: `${this.#jobId}-${this.#place}`, variantId, repetition: this.#repetition };
    return requestOf(row, this.#variant, comparison);
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
