import { createSinks, type SinkTrouble } from "@engine/sinks/sinks.ts";
import { describe, expect, it, vi } from "vitest";
import { sampleRun } from "../history/sample-run.ts";

const runs = [1, 2, 3].map((sequence) => sampleRun(sequence, { id: `run-${sequence}` }));
const never = () => new Promise<void>(() => undefined);

describe("sinks", () => {
  it("tells each of every run in their order, while others throw and hang (one broken sink silences all)", async () => {
    const heard: string[] = [];
    const troubles: SinkTrouble[] = [];
    const sinks = createSinks(
      [
        {
          id: "throws",
          finished() {
            throw new Error("broken");
          },
        },
        { id: "rejects", finished: () => Promise.reject(new Error("broken later")) },
        { id: "hangs", finished: never },
        { id: "hears", finished: ({ id }) => void heard.push(id) },
      ],
      { patienceMs: 20, closeMs: 20_000, onTrouble: (trouble) => void troubles.push(trouble) },
    );
    for (const run of runs) sinks.finished(run);
    await sinks.close();
    expect(heard).toEqual(["run-1", "run-2", "run-3"]);
    const kinds = (sink: string) => troubles.filter((trouble) => trouble.sink === sink).map(({ kind }) => kind);
    expect(kinds("throws")).toEqual(["threw", "threw", "threw"]);
    expect(kinds("rejects")).toEqual(["threw", "threw", "threw"]);
    expect(kinds("hangs")).toEqual(["hung", "hung", "hung"]);
  });

  it("is told by its signal that its time is over (work that nobody waits for goes on and piles up)", async () => {
    const given: AbortSignal[] = [];
    const finished = (_run: unknown, signal: AbortSignal) => {
      given.push(signal);
      return never();
    };
    const sinks = createSinks([{ id: "hangs", finished }], { patienceMs: 5 });
    for (const run of runs) sinks.finished(run);
    // Told of the next run, it has been told that the one before is over.
    await vi.waitFor(() => expect(given.slice(0, 2).map(({ aborted }) => aborted)).toEqual([true, true]), 20_000);
    await sinks.close();
  });

  it("is left when it closes although one hangs, and aborts it (an app that never ends)", async () => {
    let given: AbortSignal | undefined;
    const sinks = createSinks(
      [
        {
          id: "hangs",
          finished(_run, signal) {
            given = signal;
            return never();
          },
        },
      ],
      { closeMs: 10 },
    );
    for (const run of runs) sinks.finished(run);
    await sinks.close();
    expect(given?.aborted).toBe(true);
    sinks.finished(runs[0] ?? sampleRun(9));
  });

  it("waits at the close for a slow one that comes to its end (its last run is lost)", async () => {
    const heard: string[] = [];
    const sinks = createSinks([
      {
        id: "slow",
        async finished({ id }) {
          await new Promise((resolve) => setTimeout(resolve, 5));
          heard.push(id);
        },
      },
    ]);
    for (const run of runs) sinks.finished(run);
    await sinks.close();
    expect(heard).toHaveLength(3);
  });

  it("keeps no more than so many runs for one that does not come after, and says which it missed", async () => {
    const onTrouble = vi.fn();
    const sinks = createSinks([{ id: "hangs", finished: never }], { mostWaiting: 2, closeMs: 1, onTrouble });
    for (const run of runs) sinks.finished(run);
    expect(onTrouble).toHaveBeenCalledWith({ sink: "hangs", kind: "missed", runId: "run-3" });
    await sinks.close();
  });
});
