import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { unpackFrames } from "@engine/history/frame-text.ts";
import { openHistory } from "@engine/history/history.ts";
import type { DatabaseStatus, HistoryWrite } from "@engine/history/history-calls.ts";
import type { HistoryClient } from "@engine/history/history-client.ts";
import { createRunRecorder } from "@engine/history/run-recorder.ts";
import { createWriteQueue } from "@engine/history/write-queue.ts";
import { documentOf } from "@engine/history/written-run.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../store/temporary-folder.ts";
import { runningRun, sampleRun } from "./sample-run.ts";

const empty: DatabaseStatus = {
  runs: 0,
  bytes: 0,
  readOnly: false,
  problem: null,
  notices: [],
  lastSequence: 0,
};

/** A database that fails every write for which `fails` says so, and keeps what the others wrote. */
function fakeClient(fails: (writes: readonly HistoryWrite[], call: number) => boolean) {
  const written: HistoryWrite[] = [];
  let calls = 0;
  const client: HistoryClient = {
    opened: Promise.resolve(empty),
    async call(name, ...parameters) {
      if (name === "write") {
        const [writes] = parameters as [HistoryWrite[]];
        if (fails(writes, calls++)) throw new Error("The disk is full.");
        written.push(...structuredClone(writes));
      }
      return empty as never;
    },
    close: async () => undefined,
  };
  return { client, saved: () => written.flatMap(savedRun) };
}

function savedRun(write: HistoryWrite): RunRecord[] {
  if (write.kind === "append") return [];
  if (write.kind === "save") return [withFrames(write)];
  const { run } = write;
  const { documentVersion: _, ...record } = JSON.parse(documentOf(run, run.sequence)) as RunRecord & {
    documentVersion: number;
  };
  const heads = run.exchanges.map(({ head }) => JSON.parse(head) as RunRecord["exchanges"][number]);
  return [withFrames({ record: { ...record, exchanges: heads }, frames: run.exchanges.map(({ frames }) => frames) })];
}

function withFrames({ record, frames }: Omit<Extract<HistoryWrite, { kind: "save" }>, "kind">): RunRecord {
  const exchanges = record.exchanges.map((exchange, index) => ({
    ...exchange,
    frames: unpackFrames(frames?.[index] ?? "", exchange.response),
  }));
  return { ...record, exchanges };
}

describe("runs that wait for the disk", () => {
  it("are bound by what they weigh, and those given up are said, also when the disk has come back", async () => {
    let isFull = true;
    const { client, saved } = fakeClient(() => isFull);
    const recorder = createRunRecorder(client, { items: 100, bytes: 1_000_000 });
    await recorder.ready;
    for (let sequence = 1; sequence <= 5; sequence += 1) {
      const output = { ...sampleRun(sequence).output, text: "long ".repeat(40_000) };
      await recorder.finish(sampleRun(sequence, { output }));
    }
    expect(recorder.status(empty)).toMatchObject({
      unsaved: 2,
      problem: "The disk is full. 3 runs were given up: too much waited to be written.",
    });
    expect([1, 2, 3, 4, 5].map((n) => recorder.unsavedRun(`run-${n}`) !== undefined)).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
    isFull = false;
    await recorder.close();
    expect(saved().map(({ id }) => id)).toEqual(["run-4", "run-5"]);
    expect(recorder.status(empty)).toMatchObject({
      unsaved: 0,
      problem: "3 runs were given up: too much waited to be written.",
    });
  });
});

describe("a database that does not answer", () => {
  it("holds so many runs and no more; the rest is given up and said, and what is held is written when it answers", async () => {
    const hung = Promise.withResolvers<void>();
    const sent: HistoryWrite[] = [];
    const failed: string[] = [];
    const queue = createWriteQueue({
      bounds: { items: 300, bytes: 1_000_000_000 },
      async send(writes) {
        await hung.promise;
        sent.push(...writes);
      },
      onSaved: () => undefined,
      onFailed: (write, error) => failed.push(`${write.kind === "save" ? write.record.id : write.id} ${error.message}`),
    });
    const waits: Promise<void>[] = [];
    for (let sequence = 1; sequence <= 64; sequence += 1)
      waits.push(queue.add({ kind: "save", record: runningRun(sequence) }));
    // They are under way now, and the thread hangs.
    await new Promise((turn) => setImmediate(() => setImmediate(turn)));
    for (let sequence = 101; sequence <= 1_000; sequence += 1) {
      waits.push(queue.add({ kind: "save", record: runningRun(sequence) }));
      waits.push(queue.add({ kind: "save", record: sampleRun(sequence) }));
    }
    waits.push(queue.add({ kind: "save", record: runningRun(5_000) }));
    expect(failed.length).toBeGreaterThan(600);
    expect(failed[0]).toMatch(/^run-101 The database does not answer/);
    hung.resolve();
    await Promise.all([...waits, queue.drained()]);
    const kept = sent.slice(64).flatMap((write) => (write.kind === "save" ? [write.record.id] : []));
    expect(kept.length).toBeLessThanOrEqual(301);
    expect(kept.slice(-2)).toEqual(["run-1000", "run-5000"]);
    expect(new Set([...kept, ...failed.map((line) => line.split(" ")[0])]).size).toBe(901);
  });

  it("holds so many bytes", async () => {
    const failed: HistoryWrite[] = [];
    const queue = createWriteQueue({
      bounds: { items: 10_000, bytes: 10_000_000 },
      send: () => new Promise(() => undefined),
      onSaved: () => undefined,
      onFailed: (write) => failed.push(write),
    });
    for (let sequence = 1; sequence <= 200; sequence += 1) {
      const output = { ...sampleRun(sequence).output, text: "long ".repeat(40_000) };
      void queue.add({ kind: "save", record: sampleRun(sequence, { output }) });
    }
    expect(failed.length).toBeGreaterThan(100);
  });
});

describe("a full disk (DB-4)", () => {
  it("a run goes on and stays readable; the history says so; what fits later is written", async () => {
    const folder = await temporaryFolder();
    const history = await openHistory({ folder, maxPages: 80 });
    const run = sampleRun(1, { output: { ...sampleRun(1).output, text: "long ".repeat(200_000) } });
    await history.store.begin(runningRun(1));
    await history.store.finish(run);
    const full = await history.status();
    expect(full.problem).toBe("The disk is full or failing, so runs cannot be written down.");
    expect(full.unsaved).toBe(1);
    expect((await history.get("run-1")).record).toEqual(run);
    await history.store.finish(sampleRun(2));
    expect((await history.get("run-2")).record).toEqual(sampleRun(2));
    const after = await history.status();
    expect(after.problem).not.toBeNull();
    expect(after.unsaved).toBe(1);
    await history.close();
    const database = new DatabaseSync(join(folder, "history.db"));
    expect(database.prepare("PRAGMA integrity_check").get()?.["integrity_check"]).toBe("ok");
    expect(database.prepare("SELECT count(*) AS n FROM documents").get()?.["n"]).toBe(2);
    database.close();
  });

  it("an error at the n-th write, for every n, never stops a run and never loses its end", async () => {
    for (let failing = 0; failing < 6; failing++) {
      const { client, saved } = fakeClient((_writes, call) => call === failing);
      const recorder = createRunRecorder(client);
      const run = runningRun(1);
      await recorder.begin(run);
      await recorder.begin(run);
      run.output.text = "a".repeat(5_000);
      recorder.append(run, { type: "text", at: 1, text: run.output.text });
      await recorder.finish(Object.assign(run, { ...sampleRun(1), output: run.output }));
      await recorder.close();
      expect(saved().at(-1), `write ${failing}`).toEqual(run);
      expect(recorder.status(empty)).toMatchObject({ unsaved: 0, problem: null });
    }
  });

  it("one run that cannot be written does not hold back the others", async () => {
    const isPoison = (write: HistoryWrite) => savedRun(write).some(({ id }) => id === "run-2");
    const { client, saved } = fakeClient((writes) => writes.some(isPoison));
    const recorder = createRunRecorder(client);
    await Promise.all([1, 2, 3].map((sequence) => recorder.finish(sampleRun(sequence))));
    expect(saved().map(({ id }) => id)).toEqual(["run-1", "run-3"]);
    expect(recorder.unsavedRun("run-2")?.record).toEqual(sampleRun(2));
  });
});

describe("a disk that cannot be written", () => {
  it("the app opens, runs are kept in memory, and the history says so", async () => {
    // A folder in place of the file: it can be opened by nobody, root included.
    const folder = await temporaryFolder();
    await mkdir(join(folder, "history.db"));
    const history = await openHistory({ folder });
    await history.store.begin(runningRun(history.store.nextSequence()));
    await history.store.finish(sampleRun(1));
    expect(await history.status()).toMatchObject({ readOnly: true, unsaved: 1, runs: 0 });
    expect((await history.status()).problem).toBe(
      "history.db is a folder, so runs cannot be written down: move it away and start Promptscope again.",
    );
    expect((await history.get("run-1")).record).toEqual(sampleRun(1));
    await expect(history.list({ filter: {}, limit: 10 })).rejects.toMatchObject({ error: { code: "storage_failed" } });
    await history.close();
  });
});
