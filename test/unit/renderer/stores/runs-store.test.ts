import { emptyRequest } from "@shared/domain/run/empty-request.ts";
import { emptyOutput } from "@shared/domain/run/fold-events.ts";
import type { RunRecord, RunRequest } from "@shared/domain/run/run.ts";
import type { StreamEvent } from "@shared/domain/run/stream-event.ts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ApiClient } from "../../../../renderer/client/client.ts";
import { initStores } from "../../../../renderer/stores/client.ts";
import { useDraft } from "../../../../renderer/stores/draft/draft.ts";
import { viewOfRecord } from "../../../../renderer/stores/run/record-view.ts";
import { useRuns } from "../../../../renderer/stores/run/runs.ts";

const request: RunRequest = {
  ...emptyRequest,
  modelOverride: "demo/storyteller",
  stream: true,
};

const cancelled: StreamEvent = {
  type: "end",
  at: 9,
  outcome: { kind: "cancelled", error: { code: "cancelled", stage: "request", message: "Stopped.", actions: [] } },
  metrics: { totalMs: 9, usage: {}, attempts: 1 },
};

/** An engine in memory: `events` are what a run tells, `calls` what it was asked. */
function fakeEngine(events: () => AsyncIterable<StreamEvent>) {
  const calls: [string, unknown][] = [];
  const record: RunRecord = {
    id: "r1",
    sequence: 1,
    startedAt: 0,
    state: "finished",
    kind: "generate",
    request,
    exchanges: [],
    output: emptyOutput(),
    warnings: [],
  };
  const answers: Record<string, unknown> = { "run.start": { runId: "r1" }, "run.get": record };
  initStores({
    call: async (name: string, input: unknown) => {
      calls.push([name, input]);
      return answers[name] ?? null;
    },
    async *stream() {
      let seq = 0;
      for await (const event of events()) yield { runId: "r1", seq: seq++, event };
    },
  } as unknown as ApiClient);
  return { calls };
}

describe("runs", () => {
  beforeEach(() => useRuns.setState({ runs: {} }));
  afterEach(() => void vi.useRealTimers());

  it("reaches the store once per frame, however many tokens come", async () => {
    fakeEngine(async function* () {
      for (let index = 0; index < 500; index++) yield { type: "text", at: 1, text: "x" };
      yield cancelled;
    });
    const changes = vi.fn();
    const stop = useRuns.subscribe(changes);
    await useRuns.getState().start("a", request);
    stop();
    expect(useRuns.getState().runs["a"]?.output.text).toHaveLength(500);
    expect(changes.mock.calls.length).toBeLessThan(50);
  });

  // Twelve answers that grew with one frame took a tenth of a second each time.
  it("grows four answers with one frame and the others with the next, each in its turn", async () => {
    vi.useFakeTimers();
    let more = Promise.withResolvers<void>();
    const started: string[] = [];
    initStores({
      call: async (name: string) => (name === "run.start" ? { runId: `r${started.push(name)}` } : null),
      async *stream() {
        for (let seq = 0; ; seq++) {
          await more.promise;
          for (const name of started.keys()) {
            yield { runId: `r${name + 1}`, seq, event: { type: "text", at: 1, text: "x" } };
          }
        }
      },
    } as unknown as ApiClient);
    const ids = Array.from({ length: 6 }, (_, index) => `v${index}`);
    for (const id of ids) void useRuns.getState().start(id, request);
    await vi.advanceTimersByTimeAsync(100);
    const lengths = () => ids.map((id) => useRuns.getState().runs[id]?.output.text.length);
    for (const length of [1, 2]) {
      const now = more;
      more = Promise.withResolvers<void>();
      now.resolve();
      for (let ms = 0; ms < 40 && !lengths().includes(length); ms++) await vi.advanceTimersByTimeAsync(1);
      expect(lengths().filter((one) => one === length)).toHaveLength(4);
      await vi.advanceTimersByTimeAsync(16);
      expect(lengths()).toEqual(ids.map(() => length));
    }
  });

  it("holds records of repetitions by their bytes, and asks again for one that is shown (a window that grew by every pass)", async () => {
    const { calls } = fakeEngine(async function* () {
      yield cancelled;
    });
    const record = (id: string): RunRecord => ({
      id,
      sequence: 1,
      startedAt: 0,
      state: "finished",
      kind: "generate",
      request,
      exchanges: [],
      output: { ...emptyOutput(), text: "x".repeat(50 * 1_048_576) },
      warnings: [],
    });
    const views = ["r0", "r1", "r2", "r3"].map((id, index) => ({
      ...viewOfRecord(record(id)),
      startedAt: index,
      output: { ...emptyOutput(), text: id },
    }));
    useRuns.getState().putBack({ a: views });
    const held = () =>
      useRuns.getState().repetitions["a"]?.map((view) => [view.output.text, view.record !== undefined]);
    // Two of 100 MB fit: the shown one, and the newest.
    expect(held()).toEqual([
      ["r0", true],
      ["r1", false],
      ["r2", false],
      ["r3", true],
    ]);
    useRuns.getState().show("a", 1);
    await vi.waitFor(() => expect(useRuns.getState().runs["a"]?.record).toBeDefined());
    expect(calls).toEqual([["run.get", { runId: "r1" }]]);
    expect(useRuns.getState().runs["a"]?.output.text).toBe("r1");
  });

  // Every read of a record with pictures is megabytes, and the inspector stayed empty until the third had come.
  it("is read once, at its end, when it ends at once", async () => {
    const { calls } = fakeEngine(async function* () {
      yield { type: "request", at: 1, exchangeId: "x", attempt: 1 };
      yield { type: "response", at: 2, exchangeId: "x", status: 200 };
      yield cancelled;
    });
    await useRuns.getState().start("a", request);
    expect(calls.filter(([name]) => name === "run.get")).toHaveLength(1);
    expect(useRuns.getState().runs["a"]?.record?.id).toBe("r1");
  });

  it("shows its exchanges while a slow answer goes on", async () => {
    fakeEngine(async function* () {
      yield { type: "request", at: 1, exchangeId: "x", attempt: 1 };
      await vi.waitFor(() => expect(useRuns.getState().runs["a"]?.record).toBeDefined(), { timeout: 5_000 });
      yield cancelled;
    });
    await useRuns.getState().start("a", request);
    expect(useRuns.getState().runs["a"]?.error).toBeUndefined();
  });

  it("does not change an output it has published, so that React sees every frame as new", async () => {
    const seen: string[] = [];
    fakeEngine(async function* () {
      yield { type: "text", at: 1, text: "one" };
      await vi.waitFor(() => expect(useRuns.getState().runs["a"]?.output.text).toBe("one"));
      const published = useRuns.getState().runs["a"]?.output;
      yield { type: "text", at: 2, text: " two" };
      await vi.waitFor(() => expect(useRuns.getState().runs["a"]?.output.text).toBe("one two"));
      seen.push(published?.text ?? "");
      yield cancelled;
    });
    await useRuns.getState().start("a", request);
    expect(seen).toEqual(["one"]);
  });

  it("cancels a run that was stopped before the engine had given it an id", async () => {
    const { calls } = fakeEngine(async function* () {
      yield cancelled;
    });
    const running = useRuns.getState().start("a", request);
    useRuns.getState().stop("a");
    await running;
    expect(calls.map(([name]) => name)).toContain("run.cancel");
    expect(useRuns.getState().runs["a"]?.outcome?.kind).toBe("cancelled");
  });

  it("keeps what had arrived when the events break off, and says why", async () => {
    fakeEngine(async function* () {
      yield { type: "text", at: 1, text: "half" };
      throw new Error("gone");
    });
    await useRuns.getState().start("a", request);
    const run = useRuns.getState().runs["a"];
    expect([run?.state, run?.output.text, run?.error?.detail]).toEqual(["finished", "half", "gone"]);
  });
});

describe("draft", () => {
  it("saves many changes as one, and at once when the window is hidden", async () => {
    const { calls } = fakeEngine(async function* () {});
    useDraft.setState({ loaded: true });
    const draft = useDraft.getState();
    draft.openPrompt({ library: "demo", name: "a/b" });
    draft.setVariable("tone", "warm");
    draft.choose({ version: "2" });
    await draft.flush();
    expect(calls).toHaveLength(1);
    expect(calls[0]?.[1]).toMatchObject({
      openPrompt: { library: "demo", name: "a/b", version: "2" },
      values: { "demo:a/b": { variables: { tone: "warm" } } },
    });
  });

  it("puts no sample over values somebody has typed", () => {
    const draft = useDraft.getState();
    draft.offerSample({ library: "demo", name: "a/b" }, { variables: { tone: "sample" }, placeholders: {} });
    expect(useDraft.getState().draft.values["demo:a/b"]?.variables).toEqual({ tone: "warm" });
  });

  it("lets the runs of a job go on when a variant is run by itself (a pass cancelled by a look at something else)", async () => {
    const { calls } = fakeEngine(async function* () {
      await new Promise<void>(() => undefined);
      yield cancelled;
    });
    useRuns.getState().join({ variantId: "a", request, runId: "of the job", repetition: 0, set: "job" });
    void useRuns.getState().start("a", request);
    await vi.waitFor(() => expect(calls.map(([name]) => name)).toContain("run.start"));
    expect(calls.map(([name]) => name)).not.toContain("run.cancel");
    expect(useRuns.getState().repetitions["a"]).toHaveLength(1);
  });
});
