import type { JsonObject } from "@shared/domain/json/json.ts";
import { numberAt, objectAt } from "@shared/domain/json/read-json.ts";
import type { Usage } from "@shared/domain/run/stream-event.ts";

/** xAI tells what a call cost in ten-thousand-millionths of a dollar. */
const ticksPerDollar = 10_000_000_000;

/** Token counts as the Responses API has them: what came from the cache is part of the input, reasoning part of the output. */
export function readUsage(usage: JsonObject): Usage {
  const input = objectAt(usage, "input_tokens_details");
  const ticks = numberAt(usage, "cost_in_usd_ticks");
  const figures: { [Key in keyof Usage]: number | undefined } = {
    inputTokens: numberAt(usage, "input_tokens"),
    outputTokens: numberAt(usage, "output_tokens"),
    totalTokens: numberAt(usage, "total_tokens"),
    cachedInputTokens: numberAt(input, "cached_tokens"),
    cacheWriteTokens: numberAt(input, "cache_write_tokens"),
    reasoningTokens: numberAt(objectAt(usage, "output_tokens_details"), "reasoning_tokens"),
    costUsd: numberAt(usage, "cost") ?? (ticks === undefined ? undefined : ticks / ticksPerDollar),
  };
  return Object.fromEntries(Object.entries(figures).filter(([, figure]) => figure !== undefined));
}
