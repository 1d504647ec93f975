import type { ContentEvent, RunMetrics, Usage } from "@shared/domain/run/stream-event.ts";

/** Collects the figures of one run. All times are readings of one monotonic clock, in milliseconds. */
export interface RunMeter {
  /** A new attempt: times to the first token count from here. */
  attempt(now: number): void;
  /** Its request has been written down and leaves now: times count from here. */
  sending(now: number): void;
  status(status: number): void;
  content(event: ContentEvent, now: number): void;
  metrics(now: number): RunMetrics;
}

/** Milliseconds. An answer that came in one read has no rate: hundreds of thousands of tokens a second say nothing. */
const shortestWriting = 50;

export function createRunMeter(startedAt: number, stream: boolean): RunMeter {
  let attempts = 0;
  let attemptAt = startedAt;
  let firstAnswerAt: number | undefined;
  let firstReasoningAt: number | undefined;
  let lastTokenAt: number | undefined;
  let httpStatus: number | undefined;
  let usage: Usage = {};

  return {
    attempt(now) {
      attempts += 1;
      attemptAt = now;
    },
    sending(now) {
      attemptAt = now;
    },
    status(status) {
      httpStatus = status;
    },
    content(event, now) {
      if (event.type === "usage") usage = { ...usage, ...event.usage };
      if (silent.has(event.type)) return;
      lastTokenAt = now;
      if (event.type === "reasoning") firstReasoningAt ??= now;
      else firstAnswerAt ??= now;
    },
    metrics(now) {
      const firstTokenAt = earliest(firstReasoningAt, firstAnswerAt);
      const writingMs = firstTokenAt === undefined || lastTokenAt === undefined ? 0 : lastTokenAt - firstTokenAt;
      const rate =
        writingMs >= shortestWriting && usage.outputTokens ? (usage.outputTokens * 1000) / writingMs : undefined;
      return {
        totalMs: now - startedAt,
        attempts,
        usage: withTotal(usage),
        ...(httpStatus === undefined ? {} : { httpStatus }),
        ...(stream && firstAnswerAt !== undefined ? { ttftMs: firstAnswerAt - attemptAt } : {}),
        ...(stream && firstReasoningAt !== undefined ? { firstReasoningMs: firstReasoningAt - attemptAt } : {}),
        ...(stream && rate !== undefined ? { tokensPerSecond: rate } : {}),
      };
    },
  };
}

/** Events that are no token of the answer. */
const silent: ReadonlySet<ContentEvent["type"]> = new Set(["usage", "model", "finish", "opaque", "vectors"]);

function earliest(...times: (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

/** Anthropic names no total; the sum of two reported figures is no guess. */
function withTotal(usage: Usage): Usage {
  if (usage.totalTokens !== undefined || usage.inputTokens === undefined || usage.outputTokens === undefined) {
    return usage;
  }
  return { ...usage, totalTokens: usage.inputTokens + usage.outputTokens };
}
