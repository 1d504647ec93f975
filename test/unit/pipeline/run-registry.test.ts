import { createRunRegistry } from "@engine/pipeline/run-registry.ts";
import type { Clock, RunStore } from "@engine/ports.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { StreamEvent } from "@shared/domain/run/stream-event.ts";
import { describe, expect, it } from "vitest";
import { sampleRun } from "../history/sample-run.ts";

const clock: Clock = { now: () => 0, monotonic: () => 0 };
const { request } = sampleRun(1);
const end: StreamEvent = {
  type: "end",
  at: 1,
  outcome: { kind: "completed", finishReason: "stop" },
  metrics: { totalMs: 1, usage: {}, attempts: 1 },
};

function open(finish: (record: RunRecord) => Promise<void> = async () => undefined) {
  let sequence = 0;
  const store: RunStore = {
    nextSequence: () => ++sequence,
    begin: async () => undefined,
    append: () => undefined,
    finish,
  };
  const registry = createRunRegistry(clock, store, undefined, { items: 100, bytes: 300_000 });
  /** Answers with so many characters and ends. */
  const answer = async (characters: number) => {
    const { id } = registry.start(request, async (_record, emit) => {
      emit({ type: "text", at: 0, text: "x".repeat(characters) });
      emit(end);
    });
    await registry.ended(id);
    return id;
  };
  return { registry, answer };
}

describe("runs in memory", () => {
  it("go by what they weigh, the oldest first, not only by how many they are", async () => {
    const { registry, answer } = open();
    const [first, second] = [await answer(30_000), await answer(30_000)];
    expect([registry.find(first), registry.find(second)]).not.toContain(undefined);
    const third = await answer(30_000);
    expect([first, second, third].map((id) => registry.find(id) !== undefined)).toEqual([false, true, true]);
  });

  it("stay while they run or are not written down yet: nowhere else are they whole", async () => {
    const writing = Promise.withResolvers<void>();
    const { registry, answer } = open((record) => (record.sequence === 2 ? writing.promise : Promise.resolve()));
    const running = registry.start(request, () => new Promise(() => undefined)).id;
    const unwritten = registry.start(request, async (_record, emit) => {
      emit({ type: "text", at: 0, text: "x".repeat(100_000) });
      emit(end);
    }).id;
    await answer(100_000);
    await answer(100_000);
    expect([registry.find(running), registry.find(unwritten)]).not.toContain(undefined);
    writing.resolve();
    await registry.ended(unwritten);
    await answer(10);
    expect(registry.find(unwritten)).toBeUndefined();
    expect(registry.find(running)).toBeDefined();
  });

  it("are read to their end by whoever follows them, though they have left the memory", async () => {
    const { registry, answer } = open();
    const followed = registry.start(request, async (_record, emit) => {
      emit({ type: "text", at: 0, text: "x".repeat(100_000) });
      emit(end);
    }).id;
    const events = registry.events(followed, -1, new AbortController().signal)[Symbol.asyncIterator]();
    await events.next();
    await registry.ended(followed);
    await answer(100_000);
    expect(registry.find(followed)).toBeUndefined();
    expect((await events.next()).value?.event.type).toBe("end");
  });
});
