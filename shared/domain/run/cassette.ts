import * as z from "zod";
import { AppFailure } from "../error/app-failure.ts";
import type { ErrorCode } from "../error/error.ts";
import { errorTexts } from "../error/error-texts.ts";
import { isJsonObject, type JsonObject, type JsonValue, jsonObjectSchema, jsonValueSchema } from "../json/json.ts";
import { lazily } from "../late/lazily.ts";
import type { CompiledMessages } from "../prompt/compiled.ts";
import type { ResolvedPrompt } from "../prompt/prompt.ts";
import type { WireHeader, WireRequest } from "../wire/wire.ts";
import type { RequestPlan } from "./request-plan.ts";
import { type RunRequest, runRequestSchema } from "./run.ts";
import { upgradeRecord } from "./upgrade-record.ts";

/*
 * A cassette: one exchange of one run as a file, so that it can be played again without a network: for bug reports and
 * for tests. It holds no secret, since a recorded exchange holds none.
 */

export const cassetteFormat = "promptscope.cassette";
/** 1: Promptscope of before prompt libraries; read as if it were new. */
export const cassetteVersion = 2;

/** Some bytes of the answer and when they came, in milliseconds since the request was started. */
export interface CassetteChunk {
  at: number;
  bytes: number;
}

export interface Cassette {
  format: typeof cassetteFormat;
  version: typeof cassetteVersion;
  /** The run that was recorded. */
  runId: string;
  /** UTC milliseconds. */
  recordedAt: number;
  request: RunRequest;
  resolved?: ResolvedPrompt;
  compiled?: CompiledMessages;
  plan: RequestPlan;
  exchange: {
    request: WireRequest;
    response: {
      status: number;
      statusText: string;
      httpVersion: string;
      headers: [name: string, value: string][];
      /** The bytes: as text where they are UTF-8, else as base64. */
      body: string;
      encoding: "utf8" | "base64";
      /** Hex SHA-256 of the bytes. */
      sha256: string;
    };
    /** In order; together they are the whole body. One for each event of a stream, else one. */
    chunks: CassetteChunk[];
    /** Why the answer broke off. */
    failure?: { code: ErrorCode; message: string };
  };
}

/** Characters of one file; a body of 8 MB, the most that is recorded, fits as base64. */
const largestCassette = 48 * 1024 * 1024;

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorTexts, code);

const cassetteSchema = lazily(() => {
  const headerSchema = z.strictObject({
    name: z.string(),
    value: z.array(
      z.union([z.string(), z.strictObject({ secret: z.string(), variable: z.string(), hint: z.string() })]),
    ),
  }) satisfies z.ZodType<WireHeader>;

  const planSchema = z.looseObject({
    route: z.looseObject({ provider: z.string(), providerLabel: z.string(), model: z.string() }),
    endpoint: z.looseObject({ baseUrl: z.string() }),
    messages: z.array(z.looseObject({ role: z.string() })),
    parameters: z.array(
      z.looseObject({ key: z.string(), value: jsonValueSchema, source: z.string(), sent: z.boolean() }),
    ),
    extraBody: jsonObjectSchema,
    stream: z.boolean(),
    warnings: z.array(z.looseObject({ code: z.string(), message: z.string() })),
  });

  return z.strictObject({
    format: z.literal(cassetteFormat),
    version: z.literal(cassetteVersion),
    runId: z.string().min(1).max(100),
    recordedAt: z.number().int().min(0).max(8_640_000_000_000_000),
    request: runRequestSchema,
    resolved: z
      .looseObject({
        ref: z.looseObject({ library: z.string(), name: z.string() }),
        prompt: z.looseObject({ name: z.string(), version: z.string() }),
      })
      .optional(),
    compiled: z
      .looseObject({ messages: z.array(z.looseObject({ message: z.looseObject({ role: z.string() }) })) })
      .optional(),
    plan: planSchema,
    exchange: z.strictObject({
      request: z.looseObject({
        method: z.string(),
        url: z.string(),
        headers: z.array(headerSchema),
        body: z.string(),
        bodyBytes: z.number(),
        bodySha256: z.string(),
      }),
      response: z.strictObject({
        status: z.number().int().min(200).max(599),
        statusText: z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/),
        httpVersion: z.string(),
        headers: z.array(z.tuple([z.string(), z.string()])),
        body: z.string(),
        encoding: z.enum(["utf8", "base64"]),
        sha256: z.string(),
      }),
      chunks: z.array(z.strictObject({ at: z.number().min(0), bytes: z.number().int().min(0) })),
      failure: z.strictObject({ code: z.string().refine(isErrorCode), message: z.string() }).optional(),
    }),
  });
});

/**
 * A cassette out of the text of a file.
 * @throws AppFailure `invalid_input` naming the first place that is not right.
 */
export function parseCassette(text: string): Cassette {
  if (text.length > largestCassette) throw refused("The cassette is larger than 48 MB.");
  const value = upgraded(parseJson(text));
  const result = checked(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw refused("This is not a cassette.", `${issue?.path.join(".") || "file"}: ${issue?.message ?? "not valid"}`);
  }
  return value as Cassette;
}

/** Request and prompt are those of a run; the rest has not changed. */
function upgraded(file: JsonValue): unknown {
  const isOld = isJsonObject(file) && file["format"] === cassetteFormat && file["version"] === 1;
  if (!isOld) return file;
  const { request, resolved } = upgradeRecord(file, 1) as JsonObject;
  return { ...file, version: cassetteVersion, request, ...(resolved === undefined ? {} : { resolved }) };
}

function parseJson(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    throw refused("This is not a cassette: it is not JSON.");
  }
}

/** A validator that recurses runs out of stack on hostile input; that is a bad file, not a fault of ours. */
function checked(value: unknown) {
  try {
    return cassetteSchema().safeParse(value);
  } catch (error) {
    if (error instanceof RangeError) throw refused("This is not a cassette: it is nested too deeply.");
    throw error;
  }
}

function refused(message: string, detail?: string): AppFailure {
  return new AppFailure("invalid_input", { message, ...(detail === undefined ? {} : { detail }) });
}
