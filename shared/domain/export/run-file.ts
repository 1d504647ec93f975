import * as z from "zod";
import { AppFailure } from "../error/app-failure.ts";
import { isJsonObject, type JsonValue, jsonObjectSchema } from "../json/json.ts";
import { lazily } from "../late/lazily.ts";
import { bestBlindOfSchema, type HistoryRun, noNotes, ratingSchema } from "../run/history.ts";
import { runKindSchema, runRequestSchema } from "../run/run.ts";
import { upgradeRecord } from "../run/upgrade-record.ts";

/*
 * Runs as JSON, without loss: what is imported equals what was exported. The checks below cover what this product
 * relies on when it shows, filters and compares a run; what else a run holds is kept as it is.
 */

const formatName = "promptscope.runs";
/** 1: Promptscope of before prompt libraries; read as if it were new. */
const fileVersion = 2;

/** Characters of one file. */
export const largestRunFile = 64 * 1024 * 1024;
const mostRuns = 10_000;
const schemas = lazily(() => {
  /** Exact in JavaScript and in SQL. */
  const number = z.number();
  const time = z.number().int().min(0).max(8_640_000_000_000_000);
  const words = z.string();
  const wireTextSchema = z.array(
    z.union([z.string(), z.strictObject({ secret: z.string(), variable: z.string(), hint: z.string() })]),
  );

  const exchangeSchema = z.looseObject({
    id: words,
    kind: z.enum(["langfuse", "provider"]),
    attempt: z.number().int(),
    startedAt: time,
    request: z.looseObject({
      method: words,
      url: words,
      headers: z.array(z.looseObject({ name: words, value: wireTextSchema })),
      body: words,
      bodyBytes: number,
      bodySha256: words,
    }),
    response: z
      .looseObject({
        status: z.number().int(),
        statusText: words,
        httpVersion: words,
        headers: z.array(z.tuple([words, words])),
        body: words,
        bodyBytes: number,
        bodyTruncated: z.boolean(),
        bodyBase64: words.optional(),
      })
      .optional(),
    frames: z.array(z.looseObject({ index: number, at: number, bytes: number, event: words.optional(), data: words })),
    framesTruncated: z.boolean(),
    timings: z.looseObject({ reusedConnection: z.boolean() }),
    failure: words.optional(),
  });

  const errorSchema = z.looseObject({ code: words, stage: words, message: words, actions: z.array(words) });
  const warningSchema = z.looseObject({ code: words, stage: words, message: words });
  const usageSchema = z.record(z.string(), z.number());

  const recordSchema = z.looseObject({
    id: z.string().regex(/^[\w-]{1,100}$/),
    sequence: z
      .number()
      .int()
      .min(1)
      .max(Number.MAX_SAFE_INTEGER - 1_000_000),
    startedAt: time,
    state: z.enum(["finished", "interrupted", "running"]),
    kind: runKindSchema,
    request: runRequestSchema,
    resolved: z
      .looseObject({
        ref: z.looseObject({ library: words, name: words }),
        prompt: z.looseObject({ name: words, version: words }),
      })
      .optional(),
    compiled: z
      .looseObject({
        messages: z.array(z.looseObject({ message: z.looseObject({ role: words }), origin: jsonObjectSchema })),
      })
      .optional(),
    plan: z
      .looseObject({
        route: z.looseObject({ provider: words, model: words }),
        endpoint: z.looseObject({ baseUrl: words }),
        messages: z.array(z.looseObject({ role: words })),
        parameters: z.array(z.looseObject({ key: words, source: words, sent: z.boolean() })),
      })
      .optional(),
    exchanges: z.array(exchangeSchema).max(1_000),
    output: z.looseObject({
      text: words,
      reasoning: words,
      refusal: words,
      toolCalls: z.array(jsonObjectSchema),
      usage: usageSchema,
    }),
    warnings: z.array(warningSchema),
    outcome: z
      .union([z.looseObject({ kind: words, finishReason: words }), z.looseObject({ kind: words, error: errorSchema })])
      .optional(),
    metrics: z
      .looseObject({ totalMs: number, attempts: number, usage: usageSchema, httpStatus: z.number().int().optional() })
      .optional(),
  });

  const run = z.strictObject({
    record: recordSchema,
    notes: z.strictObject({
      rating: ratingSchema.nullable(),
      note: z.string().max(10_000).nullable(),
      pinned: z.boolean(),
      // Files written before there was a vote do not have it.
      bestBlindOf: bestBlindOfSchema.nullable().optional(),
    }),
  });

  const file = z.strictObject({
    format: z.literal(formatName),
    version: z.literal(fileVersion),
    exportedAt: time,
    runs: z.array(z.unknown()).max(mostRuns),
  });

  return { file, run };
});

/** The text in front of the runs of a file, which are joined by commas, and behind them. */
export function runFileFrame(exportedAt: number): { head: string; tail: string } {
  return {
    head: `{"format":"${formatName}","version":${fileVersion},"exportedAt":${exportedAt},"runs":[`,
    tail: "]}\n",
  };
}

/**
 * The runs of an exported file, as they were, one after the other, so that who reads thousands can do other work in
 * between.
 * @throws AppFailure `invalid_input` naming the first place that is not right, when it comes there.
 */
export function* readRunFile(text: string): Generator<HistoryRun> {
  if (text.length > largestRunFile) throw refused("The file is larger than 64 MB.");
  const file = upgraded(parseJson(text));
  check(schemas().file, file, []);
  // The checked copy may have lost what the schema does not name; the parsed value is what was exported.
  const { runs } = file as { runs: HistoryRun[] };
  for (const [index, run] of runs.entries()) {
    check(schemas().run, run, ["runs", index]);
    yield { ...run, notes: { ...noNotes, ...run.notes } };
  }
}

function check(schema: z.ZodType, value: unknown, place: readonly PropertyKey[]): void {
  const result = checked(schema, value);
  if (result.success) return;
  const [issue] = result.error.issues;
  const path = [...place, ...(issue?.path ?? [])].join(".");
  throw refused("This is not a file of runs.", `${path || "file"}: ${issue?.message ?? "not valid"}`);
}

/** A file of an earlier version as this one would write it. */
function upgraded(file: JsonValue): unknown {
  if (!isJsonObject(file) || file["format"] !== formatName || file["version"] !== 1) return file;
  const { runs } = file;
  if (!Array.isArray(runs)) return file;
  const upgradedRuns = runs.map((run) =>
    isJsonObject(run) && "record" in run ? { ...run, record: upgradeRecord(run["record"], 1) } : run,
  );
  return { ...file, version: fileVersion, runs: upgradedRuns };
}

function parseJson(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    throw refused("This is not a file of runs: it is not JSON.");
  }
}

/** A validator that recurses runs out of stack on hostile input; that is a bad file, not a fault of ours. */
function checked(schema: z.ZodType, value: unknown) {
  try {
    return schema.safeParse(value);
  } catch (error) {
    if (error instanceof RangeError) throw refused("This is not a file of runs: it is nested too deeply.");
    throw error;
  }
}

function refused(message: string, detail?: string): AppFailure {
  return new AppFailure("invalid_input", { message, ...(detail === undefined ? {} : { detail }) });
}
