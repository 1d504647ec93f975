import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { createHandlers } from "@routes/handlers.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { StreamEvent } from "@shared/domain/run/stream-event.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { noHost } from "../../fakes/routes/no-host.ts";
import { jobOfRows } from "./job-of-rows.ts";
import { type EngineBench, openEngineBench, runRequest } from "./open-engine.ts";

let bench: EngineBench;
beforeEach(async () => {
  bench = await openEngineBench();
});
afterEach(async () => {
  await bench.close();
});

const ask = (model = "openai/fake-large") =>
  runRequest({ model, clientMessages: [{ role: "user", content: "Say hello" }] });

/** A second connection sees only what has been committed. */
function committedRow(query: string, id: string): Record<string, unknown> | undefined {
  const database = new DatabaseSync(join(bench.profile, "history.db"), { readOnly: true });
  try {
    return database.prepare(query).get(id);
  } finally {
    database.close();
  }
}
const committed = (id: string) => committedRow("SELECT state, outcome, model FROM runs WHERE id = ?", id);
const committedJob = (id: string) => committedRow("SELECT state FROM jobs WHERE id = ?", id);

async function follow(record: RunRecord, look: (event: StreamEvent) => void = () => undefined): Promise<RunRecord> {
  for await (const { event } of bench.engine.runs.events(record.id, -1, new AbortController().signal)) look(event);
  return bench.engine.runs.get(record.id);
}

describe("the history of a run", () => {
  it("has it before the provider hears of it, and whole before anybody is told that it is done", async () => {
    bench.provider.next({ kind: "hang_before_headers" });
    const hanging = bench.engine.runs.start(ask());
    await bench.provider.request(0);
    expect(committed(hanging.id)).toMatchObject({ state: "running", model: "fake-large" });
    bench.engine.runs.cancel(hanging.id);
    await follow(hanging);
    expect(committed(hanging.id)).toMatchObject({ state: "finished", outcome: "cancelled" });

    const started = bench.engine.runs.start(ask());
    const record = await follow(started, (event) => {
      if (event.type === "end")
        expect(committed(started.id)).toMatchObject({ state: "finished", outcome: "completed" });
    });
    expect((await bench.engine.history.get(started.id)).record).toEqual(JSON.parse(JSON.stringify(record)));
  });

  it("has a run before run.start, and a job before jobs.start, are answered (a kill just behind lost what had just begun)", async () => {
    const handlers = createHandlers(bench.engine, noHost);
    const io = { signal: new AbortController().signal };
    bench.provider.next({ kind: "hang_before_headers" }, { kind: "hang_before_headers" });
    const { runId } = await handlers["run.start"](ask(), io);
    expect(committed(runId)).toMatchObject({ state: "running" });
    const { job } = await handlers["jobs.start"]({ kind: "cells", spec: jobOfRows(1) }, io);
    expect(committedJob(job.id)).toMatchObject({ state: "running" });
    await handlers["jobs.cancel"]({ jobId: job.id }, io);

    // Another program holds the database: what is acknowledged lies beside it until it lets go.
    const writer = new DatabaseSync(join(bench.profile, "history.db"), { timeout: 60_000 });
    writer.exec("BEGIN IMMEDIATE");
    bench.provider.next({ kind: "hang_before_headers" });
    const asked = bench.provider.requests.length;
    const { runId: held } = await handlers["run.start"](ask(), io);
    expect(committed(held)).toBeUndefined();
    const spool = join(bench.profile, "history.spool");
    const beside = readdirSync(spool).map((name) => readFileSync(join(spool, name), "utf8"));
    expect(beside.some((text) => text.includes(held))).toBe(true);
    await bench.provider.request(asked);
    writer.exec("ROLLBACK");
    writer.close();
    await expect.poll(() => committed(held)).toMatchObject({ state: "running" });
  });

  it.each(["openai/fake-large", "anthropic/fake-large", "azure/fake-large"])(
    "has the very request to %s before the provider hears of it, and of each attempt (a crash leaves only a plan)",
    async (model) => {
      bench.provider.next(
        { kind: "status", status: 503, headers: { "retry-after-ms": "1" } },
        { kind: "hang", after: 1 },
      );
      const { id } = bench.engine.runs.start(ask(model));
      for (const attempt of [0, 1]) {
        const received = await bench.provider.request(attempt);
        const { exchanges } = (await bench.engine.history.get(id)).record;
        expect(exchanges).toHaveLength(attempt + 1);
        expect(exchanges[attempt]?.request.body).toBe(received.body);
        expect(exchanges[attempt]?.request.headers.map(({ name }) => name)).toEqual(
          received.headers.map(([name]) => name),
        );
      }
      bench.engine.runs.cancel(id);
    },
  );

  it("has a few words of a slow answer on the disk although it goes on (a flush by size alone would keep them waiting)", async () => {
    bench.provider.next({ kind: "hang", after: 3 });
    const { id } = bench.engine.runs.start({ ...ask(), stream: true });
    await expect
      .poll(async () => (await bench.engine.history.get(id)).record, { timeout: 20_000 })
      .toMatchObject({ state: "running", output: { text: expect.stringMatching(/./) } });
    bench.engine.runs.cancel(id);
  });

  it("has runs that were never sent, too", async () => {
    const { record } = await bench.run(runRequest({ model: "nonsense" }));
    expect(record.outcome?.kind).toBe("not_sent");
    expect(committed(record.id)).toMatchObject({ state: "finished", outcome: "not_sent" });
  });

  it("holds no key in any file, in no form", async () => {
    for (const model of ["openai/fake-large", "anthropic/fake-large"]) await bench.run(ask(model));
    bench.provider.next({
      kind: "raw",
      status: 401,
      body: '{"error":{"message":"bad key sk-canary-openai-7d1f0a9b2c"}}',
    });
    await bench.run(ask());
    const { text } = await bench.engine.history.export({ filter: {} }, "json");
    const files = readdirSync(bench.profile).filter((name) => name.startsWith("history"));
    const said = [text, ...files.map((name) => readFileSync(join(bench.profile, name), "latin1"))].join();
    for (const key of ["sk-canary-openai-7d1f0a9b2c", "sk-canary-anthropic-5e2b8c7a91"]) {
      for (const form of [key, Buffer.from(key).toString("base64"), Buffer.from(`Bearer ${key}`).toString("base64")]) {
        expect(said).not.toContain(form);
      }
    }
  });
});

describe("a cassette", () => {
  const speeds = ["recorded", "fast"] as const;

  it.each(["openai/fake-large", "anthropic/fake-large", "azure/fake-large"])(
    "of %s gives the same answer byte for byte with the provider gone, and says that it is a replay",
    async (model) => {
      const { record } = await bench.run(ask(model));
      const { text } = await bench.engine.cassettes.export(record.id);
      const asked = bench.provider.requests.length;
      for (const speed of speeds) {
        const replayed = await follow(await bench.engine.cassettes.replay({ text }, speed));
        expect(replayed.replay).toEqual({ runId: record.id, recordedAt: record.startedAt, speed });
        expect(replayed.output).toEqual(record.output);
        expect(replayed.outcome).toEqual(record.outcome);
        const [before, after] = [record.exchanges.at(-1), replayed.exchanges.at(-1)];
        expect(after?.response).toEqual(before?.response);
        expect(after?.request).toEqual(before?.request);
        expect(after?.frames.map(({ data, event }) => ({ data, event }))).toEqual(
          before?.frames.map(({ data, event }) => ({ data, event })),
        );
        expect((await bench.engine.history.list({ filter: {}, limit: 1 })).runs[0]).toMatchObject({ replayed: true });
      }
      expect(bench.provider.requests).toHaveLength(asked);
    },
  );

  it("goes frame by frame when asked to: nothing comes before its step", async () => {
    const { record } = await bench.run(ask());
    const replayed = await bench.engine.cassettes.replay({ runId: record.id }, "step");
    const frames = record.exchanges.at(-1)?.frames.length ?? 0;
    expect(frames).toBeGreaterThan(3);
    const seen = () => replayed.exchanges.at(-1)?.frames.length ?? 0;
    expect(bench.engine.cassettes.placeOf(replayed.id)).toEqual({ frame: 0, of: frames, at: 0 });
    for (let frame = 1; frame < frames; frame++) {
      await expect.poll(() => replayed.exchanges.length).toBe(1);
      expect(seen()).toBe(frame - 1);
      const place = bench.engine.cassettes.step(replayed.id, 1);
      expect(place).toMatchObject({ frame, of: frames });
      expect(place.at).toBeGreaterThan(0);
      await expect.poll(seen).toBe(frame);
    }
    expect(replayed.state).toBe("running");
    bench.engine.cassettes.step(replayed.id, 1);
    expect((await follow(replayed)).output).toEqual(record.output);
    expect(() => bench.engine.cassettes.step(replayed.id, 1)).toThrow(/No replay/);
  });

  it("of an answer that broke off breaks off in the same way, and is not tried again", async () => {
    bench.provider.next({ kind: "cut", after: 3 });
    const { record } = await bench.run(ask());
    expect(record.outcome?.kind).toBe("connection_lost");
    const replayed = await follow(await bench.engine.cassettes.replay({ runId: record.id }, "fast"));
    expect(replayed.outcome?.kind).toBe("connection_lost");
    expect(replayed.output.text).toBe(record.output.text);
    expect(replayed.exchanges).toHaveLength(1);
  });

  it("can be stopped while it waits for a step", async () => {
    const { record } = await bench.run(ask());
    const replayed = await bench.engine.cassettes.replay({ runId: record.id }, "step");
    await expect.poll(() => replayed.exchanges.length).toBe(1);
    bench.engine.runs.cancel(replayed.id);
    expect((await follow(replayed)).outcome?.kind).toBe("cancelled");
  });

  it("that was changed, or is none, is refused", async () => {
    const { record } = await bench.run(ask());
    const { text } = await bench.engine.cassettes.export(record.id);
    await expect(bench.engine.cassettes.replay({ text: "{}" }, "fast")).rejects.toMatchObject({
      error: { code: "invalid_input" },
    });
    const changed = text.replace('"body":"data', '"body":"Data');
    expect(changed).not.toBe(text);
    const refused = await follow(await bench.engine.cassettes.replay({ text: changed }, "fast"));
    expect(refused.outcome).toMatchObject({
      error: { message: expect.stringMatching(/changed after it was recorded/) },
    });
    const unsent = (await bench.run(runRequest({ model: "nonsense" }))).record;
    await expect(bench.engine.cassettes.export(unsent.id)).rejects.toMatchObject({ error: { code: "invalid_input" } });
  });
});
