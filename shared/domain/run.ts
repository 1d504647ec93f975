import * as z from "zod";
import { type CompiledMessages, clientMessagesModeSchema, compileModeSchema } from "./compiled.ts";
import type { AppError, Warning } from "./error.ts";
import { jsonObjectSchema, jsonValueSchema } from "./json.ts";
import { messageListSchema, placeholderValueSchema } from "./message.ts";
import { promptRefSchema, type ResolvedPrompt } from "./prompt.ts";
import type { RequestPlan } from "./request-plan.ts";
import type { Outcome, RunMetrics, RunOutput } from "./stream-event.ts";
import type { Exchange, WireRequest } from "./wire.ts";

/** Everything a person decides about one run. Holds no secret. */
export const runRequestSchema = z.strictObject({
  /** Null sends `clientMessages` with no prompt. */
  prompt: promptRefSchema.nullable(),
  variables: z.record(z.string(), jsonValueSchema),
  placeholders: z.record(z.string(), placeholderValueSchema),
  compileMode: compileModeSchema,
  clientMessages: messageListSchema,
  clientMessagesMode: clientMessagesModeSchema,
  /** The model the call names, e.g. `langfuse/gpt-4o`; Langfuse `config.model` wins over it. Empty: none named. */
  model: z.string().max(500),
  /** An explicit choice that wins over everything. */
  modelOverride: z.string().min(1).max(500).nullable(),
  /** Parameters of the call, OpenAI names; `extra_body` inside is sent as it is. */
  parameters: jsonObjectSchema,
  /** Parameters switched on by the person, which win over Langfuse `config`. */
  overrides: jsonObjectSchema,
  stream: z.boolean(),
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
  error?: AppError;
  warnings: Warning[];
  /** Estimated tokens of the compiled messages and the tokenizer used; an estimate for every model but OpenAI's. */
  tokenEstimate?: { tokens: number; tokenizer: string };
}

export type RunState = "running" | "finished";

/** One run, whole. While it runs `outcome` and `metrics` are absent. */
export interface RunRecord {
  id: string;
  /** Monotonic in one profile; orders runs where clocks cannot. */
  sequence: number;
  /** UTC milliseconds. */
  startedAt: number;
  state: RunState;
  request: RunRequest;
  resolved?: ResolvedPrompt;
  compiled?: CompiledMessages;
  plan?: RequestPlan;
  exchanges: Exchange[];
  output: RunOutput;
  warnings: Warning[];
  outcome?: Outcome;
  metrics?: RunMetrics;
}
