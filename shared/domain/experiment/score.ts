import type { JsonValue } from "../json/json.ts";
import type { ToolCall } from "../message/message.ts";

/** What an evaluator sees of a cell's answer. A figure that was not measured is absent. */
export interface Answer {
  text: string;
  /** What code made of it before, where that is more than a text. */
  value?: JsonValue;
  /** What was sent: the text of a single message of the user, else the messages as JSON. */
  prompt?: string;
  /** The model's own words where it refused by the API's means. */
  refusal: string;
  toolCalls: readonly ToolCall[];
  latencyMs?: number;
  inputTokens?: number;
  outputTokens?: number;
  costUsd?: number;
}

/** What an evaluator makes of a cell. `passed` is absent where nothing says when it passes. */
export interface Score {
  name: string;
  /** From 0 to 1; of a metric the figure in its own unit. */
  value: number | boolean | string;
  passed?: boolean;
  reason: string;
}

/** An evaluator that fails gives no score: never 0, never a fail. */
export interface MissingScore {
  name: string;
  error: string;
  /** A judge may have been asked before a crash. */
  uncertain?: true;
}

export type ScoreOutcome = Score | MissingScore;

export function isScore(outcome: ScoreOutcome): outcome is Score {
  return "value" in outcome;
}
