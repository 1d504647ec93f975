import type { RunEvent } from "@shared/contract/routes.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { StreamEvent } from "@shared/domain/run/stream-event.ts";
import { describe, expect, it, vi } from "vitest";
import type { ApiClient } from "../../../../renderer/client/client.ts";
import { initStores } from "../../../../renderer/stores/client.ts";
import { followRun } from "../../../../renderer/stores/run/run-events.ts";

const text = (said: string): StreamEvent => ({ type: "text", at: 0, text: said });
const end: StreamEvent = {
  type: "end",
  at: 1,
  outcome: { kind: "completed", finishReason: "stop" },
  metrics: { totalMs: 1, usage: {}, attempts: 1 },
};

interface Opened {
  runs: { runId: string; after: number }[];
  signal: AbortSignal | undefined;
  tell(told: RunEvent): void;
  lose(): void;
}

/** A host whose streams are told what to say. */
function fakeHost(): Opened[] {
  const opened: Opened[] = [];
  initStores({
    stream(_name: string, input: { runs: Opened["runs"] }, { signal }: { signal?: AbortSignal } = {}) {
      const waiting: (RunEvent | "lost")[] = [];
      let wake = () => {};
      const put = (one: RunEvent | "lost") => {
        waiting.push(one);
        wake();
      };
      signal?.addEventListener("abort", () => wake());
      opened.push({ runs: input.runs, signal, tell: put, lose: () => put("lost") });
      return (async function* () {
        for (;;) {
          if (signal?.aborted) throw new AppFailure("cancelled");
          const one = waiting.shift();
          if (one === "lost") throw new AppFailure("connection_lost");
          if (one) yield one;
          else
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
        }
      })();
    },
  } as unknown as ApiClient);
  return opened;
}

describe("runs on one connection", () => {
  it("opens one stream for runs that start together, and another for all when one joins", async () => {
    const opened = fakeHost();
    const heard: string[] = [];
    const hear = (event: StreamEvent) => heard.push(event.type === "text" ? event.text : event.type);
    const a = followRun("a", hear);
    const b = followRun("b", hear);
    await vi.waitFor(() => expect(opened).toHaveLength(1));
    opened[0]?.tell({ runId: "a", seq: 0, event: text("a0") });
    await vi.waitFor(() => expect(heard).toEqual(["a0"]));
    const c = followRun("c", hear);
    await vi.waitFor(() => expect(opened).toHaveLength(2));
    expect(opened[0]?.signal?.aborted).toBe(true);
    expect(opened[1]?.runs).toEqual([
      { runId: "a", after: 0 },
      { runId: "b", after: -1 },
      { runId: "c", after: -1 },
    ]);
    // What was heard on the old connection may come once more and is not heard twice.
    opened[1]?.tell({ runId: "a", seq: 0, event: text("a0") });
    for (const runId of ["a", "b", "c"]) opened[1]?.tell({ runId, seq: 1, event: end });
    await Promise.all([a, b, c]);
    expect(heard).toEqual(["a0", "end", "end", "end"]);
  });

  it("attaches again where it was when the connection breaks", async () => {
    const opened = fakeHost();
    const heard: StreamEvent[] = [];
    const run = followRun("r", (event) => heard.push(event));
    await vi.waitFor(() => expect(opened).toHaveLength(1));
    opened[0]?.tell({ runId: "r", seq: 0, event: text("one") });
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    opened[0]?.lose();
    await vi.waitFor(() => expect(opened).toHaveLength(2), { timeout: 10_000 });
    expect(opened[1]?.runs).toEqual([{ runId: "r", after: 0 }]);
    opened[1]?.tell({ runId: "r", seq: 1, event: end });
    await run;
  });

  it("ends one run with its error and goes on with the others", async () => {
    const opened = fakeHost();
    const gone = followRun("gone", () => undefined);
    const other = followRun("other", () => undefined);
    await vi.waitFor(() => expect(opened).toHaveLength(1));
    opened[0]?.tell({
      runId: "gone",
      error: { code: "not_found", stage: "request", message: "Not kept any more.", actions: [] },
    });
    await expect(gone).rejects.toThrow("Not kept any more.");
    opened[0]?.tell({ runId: "other", seq: 0, event: end });
    await other;
  });
});
