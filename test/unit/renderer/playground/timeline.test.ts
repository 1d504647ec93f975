import { emptyRequest } from "@shared/domain/run/empty-request.ts";
import { emptyOutput } from "@shared/domain/run/fold-events.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { RunMetrics } from "@shared/domain/run/stream-event.ts";
import type { Exchange } from "@shared/domain/wire/wire.ts";
import { describe, expect, it } from "vitest";
import { timesOf } from "../../../../renderer/features/playground/charts/timeline-rows.ts";
import type { RunView } from "../../../../renderer/stores/run/runs.ts";

const request = { ...emptyRequest, stream: true };
const metricsOf = (more: Partial<RunMetrics>): RunMetrics => ({ totalMs: 900, usage: {}, attempts: 1, ...more });

function exchange(startedAt: number, more: Partial<Exchange>): Exchange {
  return {
    kind: "provider",
    attempt: 1,
    startedAt,
    frames: [],
    timings: { reusedConnection: true },
    ...more,
  } as Exchange;
}

function run(more: Partial<RunView>, exchanges?: Exchange[], record: Partial<RunRecord> = {}): RunView {
  return {
    runId: "r",
    state: "finished",
    request,
    startedAt: 1_000,
    output: emptyOutput(),
    warnings: [],
    outcome: { kind: "completed", finishReason: "stop" },
    ...(exchanges ? { record: { startedAt: 1_000, exchanges, ...record } as RunRecord } : {}),
    ...more,
  };
}

describe("a run on the axis of several", () => {
  it("waits, answers from its first token on, and ends, counted from the first of them", () => {
    const sent = exchange(1_020, { timings: { reusedConnection: true, firstByte: 200, end: 880 } });
    const { spans, firstToken, ended } = timesOf(run({ metrics: metricsOf({ ttftMs: 300 }) }, [sent]), 500, 0);
    expect(spans).toEqual([
      { phase: "prepare", from: 500, to: 520 },
      { phase: "wait", from: 520, to: 820, attempt: 1 },
      { phase: "answer", from: 820, to: 1_400, attempt: 1 },
    ]);
    expect({ firstToken, ended }).toEqual({ firstToken: 820, ended: 1_400 });
  });

  // One bar from the start to the end took a retry for a slow answer.
  it("has each attempt, why it failed, and the wait between two", () => {
    const refused = exchange(1_000, {
      response: { status: 429 } as Exchange["response"] & {},
      timings: { reusedConnection: false, firstByte: 90, end: 100 },
    });
    const answered = exchange(3_100, { attempt: 2, timings: { reusedConnection: true, firstByte: 50, end: 400 } });
    const times = timesOf(run({ metrics: metricsOf({ attempts: 2 }) }, [refused, answered]), 1_000, 0);
    expect(times.spans).toEqual([
      { phase: "failed", from: 0, to: 100, attempt: 1, failure: "429" },
      { phase: "pause", from: 100, to: 2_100, attempt: 2 },
      { phase: "wait", from: 2_100, to: 2_150, attempt: 2 },
      { phase: "answer", from: 2_150, to: 2_500, attempt: 2 },
    ]);
    expect(times.attempts).toBe(2);
  });

  it("stands in the queue first, where it did", () => {
    const sent = exchange(2_000, { timings: { reusedConnection: true, firstByte: 10, end: 20 } });
    const { spans } = timesOf(run({}, [sent], { queue: { at: 5, ms: 900 } }), 1_000, 0);
    expect(spans.map(({ phase, from, to }) => [phase, from, to])).toEqual([
      ["prepare", 0, 5],
      ["queue", 5, 905],
      // Kept on the disk before it is sent.
      ["prepare", 905, 1_000],
      ["wait", 1_000, 1_010],
      ["answer", 1_010, 1_020],
    ]);
  });

  // A quick answer had no first token at all, since it came with the last byte.
  it("that answers in one piece has its first token when it ends", () => {
    const sent = exchange(1_000, { timings: { reusedConnection: true, firstByte: 99, end: 100 } });
    const { spans, firstToken } = timesOf(run({ metrics: metricsOf({ ttftMs: 100.4 }) }, [sent]), 1_000, 0);
    expect(spans.map(({ phase, from, to }) => [phase, from, to])).toEqual([
      ["wait", 0, 100],
      ["answer", 100, 100],
    ]);
    expect(firstToken).toBe(100);
  });

  it("goes on until now while it runs, and has no end", () => {
    const sent = exchange(1_000, { timings: { reusedConnection: true, requestSent: 2 } });
    const times = timesOf(run({ state: "waiting" }, [sent]), 1_000, 1_700);
    expect(times.spans).toEqual([{ phase: "wait", from: 0, to: 700, attempt: 1, open: true }]);
    expect(times).not.toHaveProperty("ended");
  });

  it("is told by its figures where its exchanges are not at hand (the window lets go of records that are too many)", () => {
    const { spans, ended } = timesOf(run({ metrics: metricsOf({ ttftMs: 300, queuedMs: 50 }) }), 1_000, 0);
    expect(spans.map(({ phase, from, to }) => [phase, from, to])).toEqual([
      ["queue", 0, 50],
      ["wait", 50, 350],
      ["answer", 350, 950],
    ]);
    expect(ended).toBe(950);
  });

  it("of which nothing was sent has no stretch", () => {
    expect(timesOf(run({}), 1_000, 0)).toMatchObject({ spans: [], attempts: 0 });
  });
});
