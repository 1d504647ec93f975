import { randomBytes } from "node:crypto";
import { closeSync, openSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { History, HistoryOptions } from "@engine/history/history.ts";
import { openHistory } from "@engine/history/history.ts";
import { emptyOutput } from "@shared/domain/run/fold-events.ts";
import { noNotes } from "@shared/domain/run/history.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { RunPlace } from "@shared/domain/run/run-place.ts";
import { afterEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "../store/temporary-folder.ts";
import { runningRun, sampleRun } from "./sample-run.ts";

const opened: History[] = [];

async function open(options: Partial<HistoryOptions> & { folder: string }): Promise<History> {
  const history = await openHistory(options);
  opened.push(history);
  return history;
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((history) => history.close()));
});

const ids = async (history: History, filter = {}) =>
  (await history.list({ filter, limit: 100 })).runs.map(({ id }) => id);

describe("keeping a run", () => {
  it("gives it back equal to what was recorded, exchanges and frames included", async () => {
    const history = await open({ folder: await temporaryFolder() });
    const run = sampleRun(1);
    await history.store.begin(runningRun(1));
    await history.store.finish(run);
    expect(await history.get("run-1")).toEqual({ record: run, notes: noNotes });
  });

  it("survives a restart; numbers go on above all before", async () => {
    const folder = await temporaryFolder();
    const first = await open({ folder });
    const sequence = first.store.nextSequence();
    await first.store.finish(sampleRun(sequence));
    await first.close();
    const second = await open({ folder });
    expect(second.store.nextSequence()).toBe(sequence + 1);
    expect(await ids(second)).toEqual([`run-${sequence}`]);
  });

  it("a run that was going on is interrupted after a restart, with the text that was written down", async () => {
    const folder = await temporaryFolder();
    const first = await open({ folder });
    const run = runningRun(1);
    await first.store.begin(run);
    for (const text of ["One ", "two ", "three"]) first.store.append(run, { type: "text", at: 1, text });
    await first.close();
    const second = await open({ folder });
    const { record } = await second.get("run-1");
    expect(record.state).toBe("interrupted");
    expect(record.output.text).toBe("One two three");
    expect((await second.status()).notices).toEqual(["1 run was interrupted when Promptscope stopped."]);
    expect(await ids(second, { text: "three" })).toEqual(["run-1"]);
  });

  it("what a running run said is there while it runs, no event twice after a second begin", async () => {
    const history = await open({ folder: await temporaryFolder() });
    const run = runningRun(1);
    await history.store.begin(run);
    run.output.text = "Hello";
    history.store.append(run, { type: "text", at: 1, text: "Hello" });
    await history.store.begin(run);
    run.output.text += " you".repeat(2_000);
    history.store.append(run, { type: "text", at: 2, text: " you".repeat(2_000) });
    await expect.poll(async () => (await history.get("run-1")).record.output.text.length).toBe(8_005);
  });

  it("one long body is one blob, however many runs have it, and goes with the last of them", async () => {
    const folder = await temporaryFolder();
    const history = await open({ folder });
    const image = `data:image/png;base64,${"iVBOR".repeat(200_000)}`;
    const withImage = (sequence: number) => {
      const run = sampleRun(sequence);
      return { ...run, request: { ...run.request, variables: { image } } };
    };
    for (const sequence of [1, 2, 3]) await history.store.finish(withImage(sequence));
    expect((await history.status()).bytes).toBeLessThan(1_500_000);
    expect((await history.get("run-3")).record.request.variables["image"]).toBe(image);
    await history.delete(["run-1", "run-2", "run-3"]);
    await history.close();
    expect((await (await open({ folder })).status()).bytes).toBeLessThan(500_000);
  });

  it("a picture is on the disk once, whatever bodies of whatever models and providers it was sent in", async () => {
    const folder = await temporaryFolder();
    const history = await open({ folder });
    const base64 = randomBytes(1_500_000).toString("base64");
    const url = `data:image/png;base64,${base64}`;
    const bodies = [
      JSON.stringify({ model: "gpt-4o", image_url: { url } }),
      JSON.stringify({ model: "gpt-4.1", temperature: 1, image_url: { url } }),
      JSON.stringify({ model: "claude", source: { media_type: "image/png", data: base64 } }),
    ];
    const runs = bodies.map((body, index) => withBody(sampleRun(index + 1), body, url));
    for (const run of runs) await history.store.finish(run);
    for (const run of runs) expect((await history.get(run.id)).record).toEqual(run);
    await history.close();
    expect(statSync(join(folder, "history.db")).size).toBeLessThan(base64.length * 1.2);
  });
});

function withBody(run: RunRecord, body: string, url: string): RunRecord {
  const continuation = [{ role: "user", content: [{ type: "image_url", image_url: { url } }] }];
  const exchanges = run.exchanges.map((exchange) => ({ ...exchange, request: { ...exchange.request, body } }));
  return { ...run, request: { ...run.request, continuation }, exchanges };
}

describe("finding runs", () => {
  it("pages go from the newest to the oldest without a gap or a repeat", async () => {
    const history = await open({ folder: await temporaryFolder() });
    await history.add(Array.from({ length: 45 }, (_, index) => ({ record: sampleRun(index + 1), notes: noNotes })));
    const seen: number[] = [];
    let before: RunPlace | undefined;
    do {
      const page = await history.list({ filter: {}, limit: 20, ...(before === undefined ? {} : { before }) });
      seen.push(...page.runs.map(({ sequence }) => sequence));
      before = page.next ?? undefined;
    } while (before !== undefined);
    expect(seen).toEqual(Array.from({ length: 45 }, (_, index) => 45 - index));
  });

  // Runs of before that were imported stood above those of today.
  it("are in the order of time, whenever they came into the history; pages, search and filters go by it", async () => {
    const history = await open({ folder: await temporaryFolder() });
    const day = 24 * 60 * 60_000;
    const { startedAt, request } = sampleRun(1);
    // Four of today, then four of the week before, two of those of one moment.
    const times = [3, 2, 1, 0, -7 * day, -8 * day, -8 * day, -6 * day];
    await history.add(
      times.map((at, index) => ({ record: sampleRun(index + 1, { startedAt: startedAt + at }), notes: noNotes })),
    );
    for (const filter of [{}, { text: "help" }, { model: request.model }, { promptName: "support/answer" }]) {
      const seen: number[] = [];
      let before: RunPlace | undefined;
      do {
        const page = await history.list({ filter, limit: 3, ...(before === undefined ? {} : { before }) });
        seen.push(...page.runs.map(({ sequence }) => sequence));
        before = page.next ?? undefined;
      } while (before !== undefined);
      expect(seen, JSON.stringify(filter)).toEqual([1, 2, 3, 4, 8, 5, 7, 6]);
      expect(await history.count(filter), JSON.stringify(filter)).toBe(8);
    }
    expect(await history.count({ text: "no such word" })).toBe(0);
  });

  it("an answer that only calls tools has the calls as its excerpt, also one an earlier version wrote", async () => {
    const folder = await temporaryFolder();
    const history = await open({ folder });
    const call = {
      id: "1",
      type: "function" as const,
      function: { name: "get_weather", arguments: '{"city":"Oslo"}' },
    };
    await history.store.finish(sampleRun(1, { output: { ...emptyOutput(), toolCalls: [call] } }));
    const excerpt = async (of: typeof history) => (await of.list({ filter: {}, limit: 1 })).runs[0]?.excerpt;
    expect(await excerpt(history)).toBe('→ get_weather({"city":"Oslo"})');
    await history.close();
    const database = new DatabaseSync(join(folder, "history.db"));
    database.exec("UPDATE runs SET excerpt = ''");
    database.close();
    expect(await excerpt(await open({ folder }))).toBe('→ get_weather({"city":"Oslo"})');
  });

  it("every filter leaves what it should", async () => {
    const history = await open({ folder: await temporaryFolder() });
    const plain = sampleRun(1);
    const other = sampleRun(2, {
      request: {
        ...plain.request,
        prompt: { library: "langfuse", name: "other", version: "7" },
        modelOverride: "gpt-5",
      },
      outcome: { kind: "cancelled", error: { code: "cancelled", stage: "request", message: "Stopped.", actions: [] } },
    });
    await history.add([
      { record: plain, notes: { ...noNotes, rating: 4, note: "good", pinned: true } },
      { record: other, notes: noNotes },
      { record: { ...runningRun(3), gateway: { requestedModel: "m", decisions: [] } }, notes: noNotes },
    ]);
    const cases: [object, string[]][] = [
      [{}, ["run-3", "run-2", "run-1"]],
      [{ promptName: "other" }, ["run-2"]],
      [{ promptName: "other", promptVersion: 8 }, []],
      [{ promptLibrary: "langfuse" }, ["run-2"]],
      [{ model: "gpt-5" }, ["run-2"]],
      [{ outcomes: ["cancelled"] }, ["run-2"]],
      [{ outcomes: ["completed", "running"] }, ["run-3", "run-1"]],
      [{ minRating: 4 }, ["run-1"]],
      [{ minRating: 5 }, []],
      [{ pinned: true }, ["run-1"]],
      [{ from: other.startedAt, to: other.startedAt }, ["run-2"]],
      [{ httpStatus: 200, pinned: false }, ["run-2"]],
      [{ text: "stopped", model: "gpt-5" }, ["run-2"]],
      [{ gateway: true }, ["run-3"]],
      [{ gateway: false, outcomes: ["completed"] }, ["run-1"]],
    ];
    for (const [filter, expected] of cases)
      expect(await ids(history, filter), JSON.stringify(filter)).toEqual(expected);
    expect((await history.facets()).prompts).toEqual([
      { library: "langfuse", name: "other", versions: ["7"] },
      { library: "demo", name: "support/answer", versions: [] },
    ]);
  });

  it("offers no value of which every run was deleted (a filter that finds nothing)", async () => {
    const history = await open({ folder: await temporaryFolder() });
    await history.store.finish(sampleRun(1));
    const before = await history.facets();
    expect([before.prompts.length, before.models.length]).toEqual([1, 1]);
    await history.delete(["run-1"]);
    expect(await history.facets()).toEqual({ prompts: [], models: [], providers: [] });
    await history.undoDelete(["run-1"]);
    expect(await history.facets()).toEqual(before);
  });

  it("notes change one by one and stay", async () => {
    const history = await open({ folder: await temporaryFolder() });
    await history.store.finish(sampleRun(1));
    await history.update("run-1", { rating: 5, note: "keep \ud800 this\0" });
    await history.update("run-1", { pinned: true });
    await history.update("run-1", { bestBlindOf: 3 });
    expect((await history.get("run-1")).notes).toEqual({
      rating: 5,
      note: "keep \ud800 this\0",
      pinned: true,
      bestBlindOf: 3,
    });
    await expect(history.update("run-9", { pinned: true })).rejects.toMatchObject({ error: { code: "not_found" } });
  });
});

describe("removing runs", () => {
  it("a deleted run comes back by undo, and is gone for good after a restart", async () => {
    const folder = await temporaryFolder();
    const first = await open({ folder });
    for (const sequence of [1, 2]) await first.store.finish(sampleRun(sequence));
    expect(await first.delete(["run-1", "run-2", "run-9"])).toEqual(["run-1", "run-2"]);
    expect(await ids(first)).toEqual([]);
    expect(await ids(first, { text: "answer" })).toEqual([]);
    expect(await first.undoDelete(["run-2"])).toEqual(["run-2"]);
    expect(await ids(first)).toEqual(["run-2"]);
    await first.close();
    const second = await open({ folder });
    expect(await second.undoDelete(["run-1"])).toEqual([]);
    expect(await ids(second)).toEqual(["run-2"]);
  });

  it("age and size remove the oldest, never a pinned one", async () => {
    const history = await open({ folder: await temporaryFolder() });
    const long = Array.from({ length: 12_000 }, (_, index) => index).join(" ");
    const runs = Array.from({ length: 60 }, (_, index) => {
      const run = sampleRun(index + 1);
      return {
        record: { ...run, startedAt: Date.now(), output: { ...run.output, text: `${index} ${long}` } },
        notes: { ...noNotes, pinned: index === 0 },
      };
    });
    await history.add(runs);
    await history.retain({ maxAgeDays: null, maxGigabytes: 2_000_000 / 1024 ** 3 });
    const left = await ids(history);
    expect(left).toContain("run-1");
    expect(left).toContain("run-60");
    expect(left).not.toContain("run-2");
    expect(left.length).toBeGreaterThan(25);
    await history.add([{ record: sampleRun(100, { startedAt: Date.now() - 40 * 86_400_000 }), notes: noNotes }]);
    await history.retain({ maxAgeDays: 30, maxGigabytes: null });
    expect(await ids(history)).toEqual(left);
  });
});

/** Overwrites a third of the pages behind the first sixty. */
function harm(path: string): void {
  const pages = Math.floor(statSync(path).size / 4096);
  const file = openSync(path, "r+");
  for (let page = 61; page < pages; page += 3) writeSync(file, Buffer.alloc(4096, 0xa5), 0, 4096, page * 4096);
  closeSync(file);
}

describe("damage that shows while the app runs", () => {
  it("is dealt with then: the rest is saved, the app goes on and says so", async () => {
    const folder = await temporaryFolder();
    const first = await open({ folder });
    await first.add(Array.from({ length: 120 }, (_, index) => ({ record: sampleRun(index + 1), notes: noNotes })));
    await first.close();
    const second = await open({ folder });
    const path = join(folder, "history.db");
    harm(path);
    const states = await Promise.all(
      Array.from({ length: 120 }, async (_, index) => {
        const found = await second.get(`run-${index + 1}`).catch((error: { error: { code: string } }) => error);
        return "record" in found ? "found" : found.error.code;
      }),
    );
    expect(new Set(states)).toEqual(new Set(["found", "not_found"]));
    expect((await second.status()).notices.join()).toMatch(/damaged.*kept as history\.corrupt-/);
    await second.store.finish(sampleRun(500));
    expect((await second.status()).problem).toBeNull();
  });

  it("what was deleted in this session stays so and can be brought back, and what runs goes on", async () => {
    const folder = await temporaryFolder();
    const history = await open({ folder });
    const count = 120;
    const running = runningRun(count + 1);
    // The first: its pages are not those that are harmed.
    await history.store.begin(running);
    await history.add(Array.from({ length: count }, (_, index) => ({ record: sampleRun(index + 1), notes: noNotes })));
    const deleted = Array.from({ length: 60 }, (_, index) => `run-${2 * index + 1}`);
    expect(await history.delete(deleted)).toHaveLength(60);
    expect(await history.undoDelete(["run-1"])).toEqual(["run-1"]);
    // Into the file itself, so that the damage is of what was just written.
    const checkpoint = new DatabaseSync(join(folder, "history.db"));
    checkpoint.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    checkpoint.close();
    harm(join(folder, "history.db"));
    for (let index = 0; index < count; index++) await history.get(`run-${index + 1}`).catch(() => undefined);
    const { notices } = await history.status();
    expect(notices.join()).toMatch(/damaged.*kept as history\.corrupt-/);
    expect(notices.join()).not.toContain("interrupted");
    const shown = await ids(history);
    expect(shown).toContain("run-1");
    expect(shown.filter((id) => id !== "run-1" && deleted.includes(id))).toEqual([]);
    expect((await history.get(running.id)).record.state).toBe("running");
    // Those that were lost with their pages cannot come back; most are there.
    expect((await history.undoDelete(deleted)).length).toBeGreaterThan(20);
  });
});
