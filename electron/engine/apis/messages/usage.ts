import type { JsonObject } from "@shared/domain/json/json.ts";
import { numberAt, objectAt } from "@shared/domain/json/read-json.ts";
import type { Usage } from "@shared/domain/run/stream-event.ts";

const figures = [
  "input_tokens",
  "output_tokens",
  "cache_read_input_tokens",
  "cache_creation_input_tokens",
] as const satisfies string[];

/**
 * Counts a stream's tokens over its events: the figures are totals, the later one counts (after a compaction it is the
 * smaller), each event may leave some out, and servers fill those they do not know with zeros. `input_tokens` leaves out what came from or went into the cache; `inputTokens` is
 * all of the input, so it is added up from what is known of all parts.
 */
export function createUsageReader(): (usage: JsonObject) => Usage {
  const known = new Map<(typeof figures)[number], number>();
  let thinking: number | undefined;
  let hour: number | undefined;
  return (usage) => {
    for (const key of figures) {
      const figure = numberAt(usage, key);
      if (figure !== undefined) known.set(key, figure === 0 ? (known.get(key) ?? 0) : figure);
    }
    const fresh = known.get("input_tokens");
    const output = known.get("output_tokens");
    const cached = known.get("cache_read_input_tokens");
    const written = known.get("cache_creation_input_tokens");
    hour = numberAt(objectAt(usage, "cache_creation"), "ephemeral_1h_input_tokens") || hour;
    thinking = numberAt(objectAt(usage, "output_tokens_details"), "thinking_tokens") ?? thinking;
    return {
      ...(fresh === undefined ? {} : { inputTokens: fresh + (cached ?? 0) + (written ?? 0) }),
      ...(cached === undefined ? {} : { cachedInputTokens: cached }),
      ...(written === undefined ? {} : { cacheWriteTokens: written }),
      ...(hour === undefined ? {} : { cacheWriteHourTokens: hour }),
      ...(output === undefined ? {} : { outputTokens: output }),
      ...(thinking === undefined ? {} : { reasoningTokens: thinking }),
    };
  };
}
