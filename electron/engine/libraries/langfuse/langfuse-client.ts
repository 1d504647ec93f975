import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { ErrorCode } from "@shared/domain/error/error.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { isTooDeep } from "@shared/domain/json/json-depth.ts";
import { withoutTrailing } from "@shared/domain/text/without-trailing.ts";
import type { SecretRef } from "@shared/domain/wire/wire.ts";
import type * as z from "zod";
import { type CreateFetch, defaultLimits } from "../../http/http.ts";
import { recordOf } from "../../http/recording-fetch.ts";
import { noSecrets } from "../../http/redact.ts";
import { decideRetry, waitFor } from "../../http/retry-policy.ts";
import { secretPlaceholder } from "../../http/secret-placeholder.ts";
import type { CallIo, Clock, SecretResolver } from "../../ports.ts";
import { UncertainWrite } from "../failures/uncertain-write.ts";
import { foreignAnswer, type LangfuseAnswer, langfuseTimeout, refusal, wireFailure } from "./langfuse-failure.ts";
import { mayBeWritten, neverArrived, writeRefusal } from "./langfuse-write-failure.ts";

/** The value behind `credential` is base64(publicKey:secretKey), as HTTP Basic needs it. */
export interface LangfuseEndpoint {
  /** With its base path, with or without a slash at the end. */
  host: string;
  credential: SecretRef;
}

export interface LangfuseClientOptions {
  createFetch: CreateFetch;
  secrets: SecretResolver;
  clock: Clock;
  /** For one request with its whole body, in milliseconds. */
  timeoutMs: number;
  /** At least 0, less than 1; spreads retries. */
  random: () => number;
}

export interface LangfuseRequest<T> {
  /** Below `/api/public`, segments encoded. */
  path: string;
  query?: Record<string, string | number | boolean>;
  schema: z.ZodType<T>;
  /** The health check takes no key. */
  anonymous?: boolean;
  /** Milliseconds a retry may wait; a longer wait fails at once and says for how long. */
  patience: number;
}

export interface LangfuseWrite<T> {
  method: "POST" | "PATCH" | "DELETE";
  /** Below `/api/public`, segments encoded. */
  path: string;
  query?: Record<string, string>;
  /** JSON text. */
  body?: string;
  /** Null: the answer has nothing to read. */
  schema: z.ZodType<T> | null;
}

/** Requests to one Langfuse's public API: one timeout, every answer checked. */
export interface LangfuseClient {
  /** @throws AppFailure, see `langfuse-failure.ts`; `prompt_invalid` for JSON of another shape. */
  get<T>(endpoint: LangfuseEndpoint, request: LangfuseRequest<T>, io: CallIo): Promise<T>;
  /**
   * One request that changes something, sent once and never again.
   * @returns what was read, or undefined without a schema.
   * @throws AppFailure when it was refused or never left; UncertainWrite when it may have been done all the same.
   */
  write<T>(endpoint: LangfuseEndpoint, request: LangfuseWrite<T>, io: CallIo): Promise<T | undefined>;
}

export function createLangfuseClient(options: LangfuseClientOptions): LangfuseClient {
  const { clock, random, timeoutMs } = options;

  async function get<T>(endpoint: LangfuseEndpoint, request: LangfuseRequest<T>, io: CallIo): Promise<T> {
    const url = urlOf(endpoint, request);
    for (let attempt = 1; ; attempt++) {
      const answer = await send(url, request.anonymous ? null : endpoint.credential, attempt, io);
      if (answer.status >= 200 && answer.status < 300) return read(answer, request.schema);
      const delayMs = retryDelay(answer, attempt, request.patience);
      await waitFor(delayMs, io.signal);
    }
  }

  /** @throws AppFailure what the refusal stands for when there is to be no further attempt. */
  function retryDelay(answer: LangfuseAnswer, attempt: number, patience: number): number {
    const { status, headers } = answer;
    const mayHelp = status === 429 || status >= 500;
    if (!mayHelp) throw refusal(answer);
    const decision = decideRetry({ kind: "status", status, headers }, attempt, { now: () => clock.now(), random });
    if (!decision.retry) throw refusal(answer, decision.retryAfterMs);
    if (decision.delayMs > patience) throw refusal(answer, decision.delayMs);
    return decision.delayMs;
  }

  async function write<T>(endpoint: LangfuseEndpoint, request: LangfuseWrite<T>, io: CallIo): Promise<T | undefined> {
    const url = urlOf(endpoint, request);
    const answer = await send(url, endpoint.credential, 1, io, request).catch((thrown: unknown) => {
      if (!(thrown instanceof AppFailure) || io.signal.aborted) throw thrown;
      const { failure, code } = thrown instanceof WireFailure ? thrown : { failure: thrown, code: thrown.error.code };
      throw neverArrived.has(code) ? failure : new UncertainWrite(failure.error);
    });
    const isDone = answer.status >= 200 && answer.status < 300;
    if (!isDone) {
      const failure = writeRefusal(answer);
      throw mayBeWritten(answer) ? new UncertainWrite(failure.error) : failure;
    }
    if (request.schema === null) return undefined;
    try {
      return read(answer, request.schema);
    } catch (error) {
      throw error instanceof AppFailure ? new UncertainWrite(error.error) : error;
    }
  }

  async function send(
    url: URL,
    credential: SecretRef | null,
    attempt: number,
    io: CallIo,
    written?: Pick<LangfuseWrite<unknown>, "method" | "body">,
  ): Promise<LangfuseAnswer> {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), timeoutMs);
    const recordingFetch = options.createFetch({
      kind: "langfuse",
      attempt,
      secrets: options.secrets,
      allowed: credential ? [credential] : [],
      limits: { ...defaultLimits, connectMs: timeoutMs, firstByteMs: timeoutMs, idleMs: timeoutMs },
      clock,
      mode: "send",
      once: written !== undefined,
      signal: AbortSignal.any([io.signal, deadline.signal]),
      ...(io.onExchange ? { onExchange: io.onExchange } : {}),
    });
    try {
      const response = await recordingFetch(url, { ...written, headers: headersFor(credential, written?.body) });
      // What Langfuse, or a proxy before it, says goes into errors and prompts: no key of ours may be in it.
      const { redact } = recordOf(response) ?? noSecrets;
      const text = redact(await response.text());
      const headers = new Headers([...response.headers].map(([name, value]) => [name, redact(value)]));
      return { url, status: response.status, headers, text, json: parseJson(text) };
    } catch (error) {
      if (deadline.signal.aborted && !io.signal.aborted) throw langfuseTimeout(url);
      throw error instanceof AppFailure ? new WireFailure(error.error.code, wireFailure(error, url)) : error;
    } finally {
      clearTimeout(timer);
    }
  }

  return { get, write };
}

/** Langfuse's words for a failure of the wire, with the wire's own code: what was refused before a byte left. */
class WireFailure extends AppFailure {
  readonly failure: AppFailure;
  readonly code: ErrorCode;

  constructor(code: ErrorCode, failure: AppFailure) {
    super(failure.error.code, failure.error);
    this.failure = failure;
    this.code = code;
  }
}

function headersFor(credential: SecretRef | null, body: string | undefined): Record<string, string> {
  const accept = { accept: "application/json", ...(body === undefined ? {} : { "content-type": "application/json" }) };
  return credential ? { authorization: `Basic ${secretPlaceholder(credential)}`, ...accept } : accept;
}

function urlOf(
  { host }: LangfuseEndpoint,
  { path, query = {} }: Pick<LangfuseRequest<unknown>, "path" | "query">,
): URL {
  const url = new URL(`${withoutTrailing(host, "/")}/api/public${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  return url;
}

function read<T>(answer: LangfuseAnswer, schema: z.ZodType<T>): T {
  if (answer.json === undefined) throw foreignAnswer(answer);
  const parsed = schema.safeParse(answer.json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppFailure("prompt_invalid", {
    message: `Langfuse answered in a form Promptscope does not know (${issue?.path.join(".") || "the whole answer"}).`,
    status: answer.status,
    detail: issue?.message ?? "",
  });
}

function parseJson(text: string): JsonValue | undefined {
  try {
    if (isTooDeep(text)) throw new SyntaxError("nested too deeply");
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
