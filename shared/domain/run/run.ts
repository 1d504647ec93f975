import * as z from "zod";
import type { AppError, Warning } from "../error/error.ts";
import type { GatewayMark } from "../gateway/gateway.ts";
import type { JobMark } from "../job/job.ts";
import { jsonObjectSchema, jsonValueSchema } from "../json/json.ts";
import { messageListSchema, placeholderValueSchema } from "../message/message.ts";
import type { AnswerChecks } from "../message/schema-check.ts";
import { type CompiledMessages, clientMessagesModeSchema, compileModeSchema } from "../prompt/compiled.ts";
import { type ResolvedPrompt, runPromptSchema } from "../prompt/prompt.ts";
import { betaPattern } from "../text/beta-names.ts";
import type { Exchange, WireRequest } from "../wire/wire.ts";
import type { ApiOption, ParameterRule, RequestPlan } from "./request-plan.ts";
import type { Outcome, RunMetrics, RunOutput } from "./stream-event.ts";

/** Everything a person decides about one run. Holds no secret. */
export const runRequestSchema = z.strictObject({
  /** Null sends `clientMessages` with no prompt. */
  prompt: runPromptSchema.nullable(),
  variables: z.record(z.string(), jsonValueSchema),
  placeholders: z.record(z.string(), placeholderValueSchema),
  compileMode: compileModeSchema,
  clientMessages: messageListSchema,
  clientMessagesMode: clientMessagesModeSchema,
  /** The model the call names, e.g. `langfuse/gpt-6-luna`; Langfuse `config.model` wins over it. Empty: none named. */
  model: z.string().max(500),
  /** An explicit choice that wins over everything. */
  modelOverride: z.string().min(1).max(500).nullable(),
  /** Parameters of the call, OpenAI names; `extra_body` inside is sent as it is. */
  parameters: jsonObjectSchema,
  /** Parameters switched on by the person, which win over Langfuse `config`. */
  overrides: jsonObjectSchema,
  stream: z.boolean(),
  /** Texts to be embedded: the run asks for their vectors (`kind: "embed"`), and no prompt or message counts. */
  input: z.array(z.string().max(2_000_000)).min(1).max(2_048).optional(),
  /** The API it is asked in, by its id; absent: what the model demands, else its provider's usual one. */
  api: z.string().min(1).max(100).optional(),
  /** What a provider does only where a header names it: values of `anthropic-beta` or `openai-beta`. */
  betas: z.array(z.string().regex(betaPattern, "is a name without blanks")).max(50).optional(),
  /** Messages after the compiled ones: further turns of a conversation, mocked results of tools. */
  continuation: messageListSchema.optional(),
  /** Sent in place of the body that would be built, as it is, whether or not it is JSON. */
  handEditedBody: z.string().max(20_000_000).optional(),
  /** An answer that somebody has already: it is kept as the run's, and nothing is sent. */
  givenAnswer: z.string().max(20_000_000).optional(),
  /** Which cell of which comparison this run is; the engine only keeps it. */
  comparison: z
    .strictObject({
      id: z.string().min(1).max(100),
      variantId: z.string().min(1).max(100),
      repetition: z.number().int().min(0).max(10_000),
    })
    .optional(),
});
export type RunRequest = z.infer<typeof runRequestSchema>;

/**
 * What a run would send, as far as it could be built: each stage is absent after the first that failed.
 * The same code as a run, stopped before the socket.
 */
export interface RunPreview {
  resolved?: ResolvedPrompt;
  compiled?: CompiledMessages;
  plan?: RequestPlan;
  wire?: WireRequest;
  /** The APIs the provider can be asked in, its usual one first. */
  apis?: readonly ApiOption[];
  /** What may be set for the model the request goes to; a key without a rule is not sent. */
  parameterRules?: readonly ParameterRule[];
  error?: AppError;
  warnings: Warning[];
  /** Tokens of the compiled messages. */
  tokenEstimate?: TokenEstimate;
  /** Most tokens of a request, as the model's row in the lists says. */
  contextTokens?: number;
}

/** Tokens of messages; counted or not, an estimate for every model but OpenAI's. */
export interface TokenEstimate {
  tokens: number;
  /** Those of each message, in order, with the tokens of its frame; what is missing of the sum opens the answer. */
  perMessage?: readonly number[];
  /** The table they were counted with, or what a first figure goes by. */
  tokenizer: string;
  /** A first figure, had at once; the count takes longer. */
  about: boolean;
  /** By which the count is asked for, while there is one to come. */
  countId?: string;
}

/** What was asked for: an answer, vectors, or what the gateway passed through without reading it. */
export const runKindSchema = z.enum(["generate", "embed", "relayed"]);
export type RunKind = z.infer<typeof runKindSchema>;

/** `interrupted`: the app went away in the middle; what had been written down of it is there. */
export type RunState = "running" | "finished" | "interrupted";

/** Where a run that was not sent anywhere has its answer from. */
export interface ReplayMark {
  /** The run that was recorded, and when (UTC milliseconds). */
  runId: string;
  recordedAt: number;
  speed: ReplaySpeed;
}

/** `recorded`: at the times of the recording. `fast`: without waiting. `step`: one frame at a time, when asked for. */
export const replaySpeedSchema = z.enum(["recorded", "fast", "step"]);
export type ReplaySpeed = z.infer<typeof replaySpeedSchema>;

/** Where a replay by steps stands. */
export interface ReplayPlace {
  /** Frames that were asked for, of all there are. */
  frame: number;
  of: number;
  /** When the last of them came in the recording, in milliseconds since the request was started. */
  at: number;
}

/** One run, whole. While it runs, and when it was interrupted, `outcome` and `metrics` are absent. */
export interface RunRecord {
  id: string;
  /** Monotonic in one profile; orders runs where clocks cannot. */
  sequence: number;
  /** UTC milliseconds. */
  startedAt: number;
  state: RunState;
  kind: RunKind;
  request: RunRequest;
  resolved?: ResolvedPrompt;
  compiled?: CompiledMessages;
  plan?: RequestPlan;
  /** When it began to wait for its turn and for how long, in ms since the run started; absent when it did not. */
  queue?: { at: number; ms: number };
  exchanges: Exchange[];
  output: RunOutput;
  warnings: Warning[];
  outcome?: Outcome;
  metrics?: RunMetrics;
  /** Whether the answer fits the schema it was asked for; absent when none was asked for or the answer is not whole. */
  checks?: AnswerChecks;
  /** Set when the answer was replayed from a cassette: nothing left the machine. */
  replay?: ReplayMark;
  /** Set when the call came in through the gateway. */
  gateway?: GatewayMark;
  /** Set when it is a cell of a job. */
  job?: JobMark;
}
