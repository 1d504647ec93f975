import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { QueuePlace } from "@shared/domain/run/stream-event.ts";
import { afterEach, describe, expect, it, vi } from "vitest";
import { apis } from "../../../electron/engine/apis/registry.ts";
import { createRunQueue, laneOf, type QueueLane, type QueueSlot } from "../../../electron/engine/pipeline/run-queue.ts";
import type { Provider } from "../../../electron/engine/providers/provider.ts";
import { planFor } from "../../fakes/provider/run-plan.ts";

const never = new AbortController().signal;
const lane = (key: string, limit = 2): QueueLane => ({ key, limit });
const limits = { total: 3, perCredential: 2, perKeylessServer: 1 };

afterEach(() => void vi.useRealTimers());

/** Whether a promise has settled once everything that can happen now has happened. */
async function isOpen(promise: Promise<unknown>): Promise<boolean> {
  const waiting = Symbol("waiting");
  await new Promise((resolve) => setImmediate(resolve));
  return (await Promise.race([promise, Promise.resolve(waiting)])) === waiting;
}

describe("run queue", () => {
  it("no more calls than a lane allows, and the next starts with the first release (a semaphore that leaks or starves)", async () => {
    const queue = createRunQueue(limits);
    const [first] = await Promise.all([queue.enter(lane("a"), never), queue.enter(lane("a"), never)]);
    const third = queue.enter(lane("a"), never);
    expect(await isOpen(third)).toBe(true);
    first.release();
    first.release();
    await third;
    expect(await isOpen(queue.enter(lane("a"), never))).toBe(true);
  });

  it("a full lane holds up no other, the total holds for all (one slow credential that blocks the rest)", async () => {
    const queue = createRunQueue(limits);
    await queue.enter(lane("a", 1), never);
    void queue.enter(lane("a", 1), never);
    await queue.enter(lane("b"), never);
    const last = await queue.enter(lane("b"), never);
    const beyond = queue.enter(lane("c"), never);
    expect(await isOpen(beyond)).toBe(true);
    last.release();
    await beyond;
  });

  it("in the order of asking, and everybody behind learns of every step (a count that stands still)", async () => {
    const queue = createRunQueue(limits);
    const only = await queue.enter(lane("a", 1), never);
    const told: Record<string, QueuePlace[]> = { b: [], c: [] };
    const order: string[] = [];
    const enter = (name: string) =>
      queue
        .enter(lane("a", 1), never, (place) => told[name]?.push(place))
        .then((slot: QueueSlot) => {
          order.push(name);
          return slot;
        });
    const [b, c] = [enter("b"), enter("c")];
    const behind = (ahead: number) => ({ reason: "lane", ahead });
    expect(told).toEqual({ b: [behind(1)], c: [behind(2)] });
    only.release();
    const second = await b;
    await expect.poll(() => told["c"]).toEqual([behind(2), behind(1)]);
    second.release();
    (await c).release();
    expect(order).toEqual(["b", "c"]);
    expect(told["b"]).toEqual([behind(1)]);
  });

  it("says what the wait is for: its lane, all calls, or a pause (a full lane told as a pause of the provider)", async () => {
    const queue = createRunQueue(limits);
    const told: Record<string, QueuePlace[]> = { lane: [], pause: [], total: [] };
    const enter = (name: string, key: string, limit: number) =>
      queue.enter(lane(key, limit), never, (place) => told[name]?.push(place));
    const [first, second] = [await queue.enter(lane("a"), never), await queue.enter(lane("a"), never)];
    const third = enter("lane", "a", 2);
    expect(told["lane"]).toEqual([{ reason: "lane", ahead: 2 }]);
    await queue.enter(lane("b", 1), never);
    const elsewhere = enter("total", "c", 2);
    expect(told["total"]).toEqual([{ reason: "total", ahead: 3 }]);
    first.pauseLane(60_000);
    expect(told["lane"]?.[1]).toMatchObject({ reason: "paused", ahead: 0 });
    expect(told["lane"]?.[1]?.pausedForMs).toBeGreaterThan(50_000);
    void enter("pause", "a", 2);
    expect(told["pause"]).toMatchObject([{ reason: "paused", ahead: 1 }]);
    first.release();
    second.release();
    await elsewhere;
    expect(await isOpen(third)).toBe(true);
    queue.close();
  });

  it("all that changes is told once (an event for everybody with every call)", async () => {
    const queue = createRunQueue(limits);
    const told: QueuePlace[] = [];
    const only = await queue.enter(lane("a", 1), never);
    const next = queue.enter(lane("a", 1), never, (place) => told.push(place));
    for (let count = 0; count < 5; count += 1) (await queue.enter(lane("b"), never)).release();
    expect(told).toEqual([{ reason: "lane", ahead: 1 }]);
    only.release();
    await next;
  });

  it("an abort leaves at once and frees the place (a stopped run that still takes a slot)", async () => {
    const queue = createRunQueue(limits);
    const only = await queue.enter(lane("a", 1), never);
    const stop = new AbortController();
    const stopped = queue.enter(lane("a", 1), stop.signal);
    const next = queue.enter(lane("a", 1), never);
    stop.abort();
    await expect(stopped).rejects.toThrow(AppFailure);
    await expect(stopped).rejects.toMatchObject({ error: { code: "cancelled" } });
    only.release();
    await next;
    await expect(queue.enter(lane("b"), stop.signal)).rejects.toMatchObject({ error: { code: "cancelled" } });
  });

  it("a pause holds the whole lane and no other, a shorter one does not cut it (429 of one request only)", async () => {
    const queue = createRunQueue(limits);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    const slot = await queue.enter(lane("a"), never);
    slot.pauseLane(80);
    slot.pauseLane(1);
    slot.release();
    const held = queue.enter(lane("a"), never);
    (await queue.enter(lane("b"), never)).release();
    vi.advanceTimersByTime(79);
    expect(await isOpen(held)).toBe(true);
    vi.advanceTimersByTime(1);
    await held;
  });

  it("closing ends a pause, so that the process can end", async () => {
    const queue = createRunQueue(limits);
    const slot = await queue.enter(lane("a"), never);
    slot.pauseLane(60_000);
    slot.release();
    queue.close();
    await queue.enter(lane("a"), never);
  });
});

describe("lanes", () => {
  const provider: Provider = {
    id: "acme",
    label: "Acme",
    apis: [apis.chatCompletions],
    prefixes: ["acme"],
    keyVariables: [],
    baseVariables: [],
    defaultBaseUrl: null,
    keyRequired: false,
  };

  it("a key has its own lane; a local or keyless server gets one call at a time (a laptop's model swamped)", () => {
    const plan = planFor(provider, { baseUrl: "http://127.0.0.1:1/v1" });
    const keyless = { ...plan, endpoint: { ...plan.endpoint, credential: null } };
    expect(laneOf(plan, provider)).toEqual({ key: "credential:provider:canary", limit: 4 });
    expect(laneOf(plan, { ...provider, local: true })).toEqual({ key: "server:http://127.0.0.1:1/v1", limit: 1 });
    expect(laneOf(keyless, provider)).toEqual({ key: "server:http://127.0.0.1:1/v1", limit: 1 });
  });
});
