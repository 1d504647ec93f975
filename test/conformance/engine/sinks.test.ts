import type { RunSink } from "@engine/sinks/sinks.ts";
import { afterEach, describe, expect, it } from "vitest";
import { type EngineBench, openEngineBench, runRequest } from "./open-engine.ts";

let bench: EngineBench;
afterEach(() => bench.close());

const ask = runRequest({ model: "openai/fake-large", clientMessages: [{ role: "user", content: "Say hello" }] });

describe("sinks of an engine", () => {
  it("hear of a run when it is on the disk; what breaks and hangs changes nothing of runs, of others or of the close", async () => {
    const heard: string[] = [];
    const hears: RunSink = {
      id: "hears",
      async finished({ id }) {
        const { record } = await bench.engine.history.get(id);
        heard.push(`${record.id} ${record.state}`);
      },
    };
    const breaks: RunSink = {
      id: "breaks",
      finished() {
        throw new Error("broken");
      },
    };
    const hangs: RunSink = { id: "hangs", finished: () => new Promise(() => undefined) };
    bench = await openEngineBench({ sinks: [breaks, hangs, hears] });
    const first = await bench.run(ask);
    const second = await bench.run(ask);
    expect(first.record.outcome?.kind).toBe("completed");
    await expect.poll(() => heard).toEqual([`${first.record.id} finished`, `${second.record.id} finished`]);
    // The close of the bench would never end if it waited for the one that hangs.
  });
});
