import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { createRunLog } from "@engine/pipeline/run-log.ts";
import { followRuns } from "@routes/follow-runs.ts";
import type { Frame } from "@shared/contract/envelope.ts";
import type { RunEvent } from "@shared/contract/routes.ts";
import type { StreamEvent } from "@shared/domain/run/stream-event.ts";
import { afterEach, describe, expect, it } from "vitest";
import { startTestHost, type TestHost } from "../../fakes/routes/web-host.ts";
import { stillAt } from "../../still-at.ts";

const many = 400;
const megabyte = 1_048_576;
/** 24 MB in all: no buffer of the system's holds so much. */
const eventOf = (seq: number): StreamEvent => ({ type: "text", at: seq, text: `${seq} `.padEnd(65_000, "x") });

let host: TestHost;
afterEach(() => host.close());

/** A stream whose body is not read before `frames` is asked for. */
async function openStream(name: string, input: object) {
  const asking = request(`${host.origin}/api/${name}`, {
    method: "POST",
    headers: { authorization: `Bearer ${await host.token()}`, "content-type": "application/json" },
  });
  asking.end(JSON.stringify(input));
  const [response] = (await once(asking, "response")) as [IncomingMessage];
  return async function* frames(): AsyncGenerator<Frame<unknown>> {
    let rest = "";
    for await (const chunk of response.setEncoding("utf8")) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) yield JSON.parse(line);
    }
  };
}

describe("a page over HTTP that reads slowly", () => {
  it("makes the events of a run wait, and gets every one of them in order when it goes on", async () => {
    let given = 0;
    host = await startTestHost({
      "run.events": async function* () {
        for (let seq = 0; seq < many; seq += 1) {
          given += 65_000;
          yield { seq, event: eventOf(seq) };
        }
      },
    });
    const frames = await openStream("run.events", { runId: "r1" });
    await stillAt(() => given);
    expect(given).toBeLessThan(16 * megabyte);
    let next = 0;
    for await (const frame of frames()) {
      if (frame.type === "event") expect([frame.seq, (frame.event as { at: number }).at]).toEqual([next, next]);
      else expect(frame).toEqual({ seq: many, type: "done" });
      next += 1;
    }
    expect(next).toBe(many + 1);
  });

  // All runs of a page come over one connection: a long answer must neither fill the memory nor hold the others up.
  it("makes many runs wait at once, each in its order to the end", async () => {
    const ids = ["a", "b", "c"];
    let given = 0;
    const logs = new Map(
      ids.map((id) => {
        const log = createRunLog();
        // An event of another kind between the texts, which the log would join.
        for (let seq = 0; seq < many; seq += 1)
          log.append(seq % 2 === 0 ? eventOf(seq) : { type: "model", at: seq, model: `m${seq}` });
        log.append({
          type: "end",
          at: many,
          outcome: { kind: "completed", finishReason: "stop" },
          metrics: { totalMs: 1, usage: {}, attempts: 1 },
        });
        return [id, log] as const;
      }),
    );
    const runs = ids.map((runId) => ({ runId, after: -1 }));
    host = await startTestHost({
      "runs.events": async function* (_input, { signal }) {
        let seq = 0;
        const read = (id: string, after: number) => logs.get(id)?.read(after, signal) ?? [];
        for await (const event of followRuns(runs, read as Parameters<typeof followRuns>[1])) {
          given += "event" in event && event.event.type === "text" ? 65_000 : 0;
          yield { seq: seq++, event };
        }
      },
    });
    const frames = await openStream("runs.events", { runs });
    await stillAt(() => given);
    expect(given).toBeLessThan(16 * megabyte);
    const heard = new Map(ids.map((id) => [id, -1]));
    let last: Frame<unknown> | undefined;
    for await (const frame of frames()) {
      last = frame;
      if (frame.type !== "event") break;
      const { runId, seq } = frame.event as Extract<RunEvent, { seq: number }>;
      expect(seq).toBe((heard.get(runId) ?? 0) + 1);
      heard.set(runId, seq);
    }
    expect([...heard.values()]).toEqual([many, many, many]);
    expect(last?.type).toBe("done");
  });
});
