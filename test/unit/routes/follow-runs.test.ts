import type { RunEvent } from "@shared/contract/routes.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { StreamEvent } from "@shared/domain/run/stream-event.ts";
import { describe, expect, it, vi } from "vitest";
import { followRuns } from "../../../electron/routes/follow-runs.ts";

const text = (said: string): StreamEvent => ({ type: "text", at: 0, text: said });

async function* tell(...events: StreamEvent[]) {
  let seq = 0;
  for (const event of events) yield { seq: seq++, event };
}

async function collect(told: AsyncIterable<RunEvent>): Promise<RunEvent[]> {
  const all: RunEvent[] = [];
  for await (const one of told) all.push(one);
  return all;
}

describe("many runs over one stream", () => {
  it("tells every event with its run, each run's in order, and ends when all have ended", async () => {
    const runs = [
      { runId: "a", after: -1 },
      { runId: "b", after: -1 },
    ];
    const told = await collect(followRuns(runs, (runId) => tell(text(`${runId}1`), text(`${runId}2`))));
    const of = (id: string) => told.flatMap((one) => (one.runId === id && "event" in one ? [one.event] : []));
    expect([of("a"), of("b")]).toEqual([
      [text("a1"), text("a2")],
      [text("b1"), text("b2")],
    ]);
  });

  it("hears the others when one run is not known any more, and says which", async () => {
    const runs = [
      { runId: "gone", after: -1 },
      { runId: "b", after: -1 },
    ];
    const told = await collect(
      followRuns(runs, (runId) => {
        if (runId === "gone") throw new AppFailure("not_found");
        return tell(text("b1"));
      }),
    );
    expect(told).toContainEqual({ runId: "gone", error: expect.objectContaining({ code: "not_found" }) });
    expect(told).toContainEqual({ runId: "b", seq: 0, event: text("b1") });
  });

  it("does not wait for a slow run with what a quick one has told", async () => {
    const never = new Promise<never>(() => undefined);
    const slow = async function* () {
      await never;
      yield* tell();
    };
    const runs = [
      { runId: "slow", after: -1 },
      { runId: "quick", after: -1 },
    ];
    const stream = followRuns(runs, (runId) => (runId === "slow" ? slow() : tell(text("first"))));
    expect((await stream.next()).value).toEqual({ runId: "quick", seq: 0, event: text("first") });
  });

  // A page that read slowly made the engine hold every event of every run it followed.
  it("asks no run for more than its reader has taken, and lets them go when the reader leaves", async () => {
    const given = { a: 0, b: 0 };
    const returned: string[] = [];
    const endless = async function* (runId: string) {
      try {
        for (let seq = 0; ; seq += 1) {
          given[runId as "a" | "b"] += 1;
          yield { seq, event: text(`${seq}`) };
        }
      } finally {
        returned.push(runId);
      }
    };
    const runs = [
      { runId: "a", after: -1 },
      { runId: "b", after: -1 },
    ];
    const stream = followRuns(runs, endless);
    for (let taken = 0; taken < 10; taken += 1) await stream.next();
    await new Promise((resolve) => setImmediate(resolve));
    expect(given.a + given.b).toBeLessThanOrEqual(12);
    await stream.return();
    await vi.waitFor(() => expect(returned.toSorted()).toEqual(["a", "b"]));
  });
});
