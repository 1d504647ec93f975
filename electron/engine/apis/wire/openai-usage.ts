import type { JsonObject } from "@shared/domain/json/json.ts";
import { numberAt, objectAt } from "@shared/domain/json/read-json.ts";
import type { Usage } from "@shared/domain/run/stream-event.ts";

/** Token counts in OpenAI's words, and where others have the parts of them. */
export function readUsage(usage: JsonObject): Usage {
  const input = objectAt(usage, "prompt_tokens_details");
  const output = objectAt(usage, "completion_tokens_details");
  return defined({
    inputTokens: numberAt(usage, "prompt_tokens"),
    outputTokens: numberAt(usage, "completion_tokens"),
    totalTokens: numberAt(usage, "total_tokens"),
    cachedInputTokens: said(
      numberAt(input, "cached_tokens"),
      // DeepSeek, Mistral, Moonshot.
      numberAt(usage, "prompt_cache_hit_tokens"),
      numberAt(usage, "num_cached_tokens"),
      numberAt(usage, "cached_tokens"),
    ),
    // Perplexity has it at the top.
    reasoningTokens: said(numberAt(output, "reasoning_tokens"), numberAt(usage, "reasoning_tokens")),
    costUsd: costIn(usage),
  });
}

/**
 * OpenRouter's `cost`, in dollars; with a key of the caller's own it is the fee alone, and what the provider charges stands
 * beside it. Perplexity's has parts and a sum.
 */
function costIn(usage: JsonObject): number | undefined {
  const cost = numberAt(usage, "cost") ?? numberAt(objectAt(usage, "cost"), "total_cost");
  if (cost === undefined || usage["is_byok"] !== true) return cost;
  const upstream = numberAt(objectAt(usage, "cost_details"), "upstream_inference_cost");
  return upstream === undefined ? undefined : cost + upstream;
}

/** The first figure that is more than zero: servers fill OpenAI's places with zeros beside their own. */
function said(...figures: (number | undefined)[]): number | undefined {
  return figures.find((figure) => figure !== undefined && figure > 0) ?? figures.find((figure) => figure !== undefined);
}

function defined(usage: { [Key in keyof Usage]: number | undefined }): Usage {
  return Object.fromEntries(Object.entries(usage).filter(([, count]) => count !== undefined));
}
