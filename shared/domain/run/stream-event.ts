import type { AppError, Warning } from "../error/error.ts";
import type { ToolCall } from "../message/message.ts";
import type { Opaque, OutputPart } from "../message/output-part.ts";
import type { RunCost } from "../model/price.ts";

/** Token counts as the provider reports them. Absent means the provider did not say; never a guess. */
export interface Usage {
  inputTokens?: number;
  outputTokens?: number;
  totalTokens?: number;
  cachedInputTokens?: number;
  cacheWriteTokens?: number;
  /** Those of them that the provider keeps for an hour, at a price of their own. */
  cacheWriteHourTokens?: number;
  reasoningTokens?: number;
  /** What the provider says the call cost, in US dollars. */
  costUsd?: number;
}

/** The vectors of an answer, in the order of the texts that were embedded. */
export interface Vectors {
  count: number;
  /** Numbers in each vector. */
  dimensions: number;
  /** Absent where they were only passed on to a client. */
  numbers?: number[][];
}

/** What an API reads in an answer. */
export type ProviderEvent =
  | { type: "text"; text: string }
  | { type: "reasoning"; text: string }
  | { type: "refusal"; text: string }
  | { type: "tool_call"; index: number; id?: string; name?: string; arguments: string }
  /** A part of the answer that is neither text nor a call of one of our tools. */
  | { type: "part"; part: Extract<OutputPart, { value: unknown }> }
  /** What the API wants to have back with the newest part of a kind; of a tool call, with the one of that index. */
  | { type: "opaque"; of: "text" | "reasoning" | "refusal" | "tool_call"; index?: number; opaque: Opaque }
  /** Vectors of the texts that were embedded, all of one answer; in a record of the gateway their number alone. */
  | { type: "vectors"; vectors: Vectors }
  | { type: "usage"; usage: Usage }
  /** `tier`: how the provider served it, as it says. */
  | { type: "model"; model: string; responseId?: string; tier?: string }
  | { type: "finish"; reason: string }
  /** `[DONE]`, `message_stop`, or the end of a JSON body: the API's own full stop. */
  | { type: "terminated" }
  | { type: "provider_error"; message: string; code?: string }
  | { type: "protocol_error"; message: string };

/** How a run ended. Exactly one per run; partial text is kept in all. See `README.md#outcomes`. */
export type Outcome =
  | { kind: "completed"; finishReason: string }
  /** A finish reason came but not the API's closing mark. */
  | { kind: "completed_unterminated"; finishReason: string }
  | { kind: "truncated"; error: AppError }
  | { kind: "provider_error"; error: AppError }
  | { kind: "protocol_error"; error: AppError }
  | { kind: "connection_lost"; error: AppError }
  | { kind: "timeout"; error: AppError }
  | { kind: "limit_exceeded"; error: AppError }
  | { kind: "cancelled"; error: AppError }
  /** It failed before a request was sent: template, config, missing key. */
  | { kind: "not_sent"; error: AppError };

/** Why a run waits for its turn, and how many calls come first. */
export interface QueuePlace {
  /**
   * `lane`: as many calls with its key, or to its server, are under way as may be. `total`: as many calls as may be at
   * all. `paused`: the provider asked all calls of its lane to slow down.
   */
  reason: "lane" | "total" | "paused";
  /** Calls that come first: those it waits behind, and those under way where one of them must end. */
  ahead: number;
  /** Only when paused: how long still, in milliseconds. */
  pausedForMs?: number;
}

/** What a run tells its listeners, in order, closed by exactly one `end`. `at` is ms since the run started. */
export type StreamEvent =
  | { type: "prepared"; at: number; warnings: Warning[] }
  /** It waits for its turn; told again when its place or the reason changes. */
  | ({ type: "queued"; at: number } & QueuePlace)
  | { type: "request"; at: number; exchangeId: string; attempt: number }
  | { type: "response"; at: number; exchangeId: string; status: number }
  | { type: "retry"; at: number; attempt: number; delayMs: number; error: AppError }
  | ({ at: number } & ContentEvent)
  | { type: "end"; at: number; outcome: Outcome; metrics: RunMetrics };

export type ContentEvent = Extract<
  ProviderEvent,
  {
    type: "text" | "reasoning" | "refusal" | "tool_call" | "part" | "opaque" | "vectors" | "usage" | "model" | "finish";
  }
>;

/** Figures of one run. A figure that was not measured is absent. Times in milliseconds. */
export interface RunMetrics {
  /** From the start of the run to its end, without the time it waited for its turn. */
  totalMs: number;
  /** How long it waited for its turn; absent when it did not have to. */
  queuedMs?: number;
  /** From the start of the request to the first answer token; only when streamed. */
  ttftMs?: number;
  firstReasoningMs?: number;
  /** Output tokens per second between first token and end; only when streamed and the provider counted. */
  tokensPerSecond?: number;
  httpStatus?: number;
  usage: Usage;
  attempts: number;
  /** Absent when no price is known or the provider did not count: never a guess. */
  cost?: RunCost;
}

/** A part of an answer by its place in the texts and tool calls of a `RunOutput`; a part of another kind whole. */
export type OutputSpan =
  | { type: "text" | "reasoning" | "refusal"; length: number; opaque?: Opaque }
  | { type: "tool_call"; index: number; opaque?: Opaque }
  | Extract<OutputPart, { value: unknown }>;

/** The assembled answer. `foldEvents` builds it in the recorder and in the renderer alike. */
export interface RunOutput {
  text: string;
  reasoning: string;
  refusal: string;
  toolCalls: ToolCall[];
  /**
   * The order in which the parts came, as lengths into the texts above; absent for the usual one: reasoning, text,
   * refusal, tool calls. `partsOf` gives the parts themselves.
   */
  order?: OutputSpan[];
  /** Of a run that embeds. */
  vectors?: Vectors;
  usage: Usage;
  finishReason?: string;
  /** The model name the provider reports, which may be more exact than the one asked for. */
  reportedModel?: string;
  /** The service tier the provider says it used, e.g. `default`, `flex`, `priority`. */
  serviceTier?: string;
}
