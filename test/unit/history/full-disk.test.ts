import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { userVersion } from "@engine/history/database-handle.ts";
import { openHistory } from "@engine/history/history.ts";
import { openDatabase } from "@engine/history/open-database.ts";
import { runFileFrame } from "@shared/domain/export/run-file.ts";
import { noNotes } from "@shared/domain/run/history.ts";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../store/temporary-folder.ts";
import { runningRun, sampleRun } from "./sample-run.ts";

const fixtures = join(import.meta.dirname, "../../fixtures/history");
const fullWords = "The disk is full or failing, so runs cannot be written down.";

/** A history whose database takes nothing more, while there is room beside it. */
async function fullHistory() {
  const folder = await temporaryFolder();
  const history = await openHistory({ folder, maxPages: 120 });
  for (let n = 1; (await history.status()).unsaved === 0; n++) {
    const output = { ...sampleRun(n).output, text: `${n} `.repeat(20_000) };
    await history.store.finish(sampleRun(n, { output }));
  }
  return { folder, history };
}

describe("a full database (DB-4)", () => {
  it("a run that begins, one that streams and one that ends are acknowledged, and there when there is room", async () => {
    const { folder, history } = await fullHistory();
    const begun = runningRun(1_001);
    await history.store.begin(begun);
    begun.output.text = "said ".repeat(2_000);
    history.store.append(begun, { type: "text", at: 1, text: begun.output.text });
    const ended = sampleRun(1_002, { output: { ...sampleRun(1_002).output, text: "end ".repeat(20_000) } });
    await history.store.begin(runningRun(1_002));
    await history.store.finish(ended);
    expect((await history.status()).problem).toBe(fullWords);
    const waiting = (await history.status()).unsaved;
    expect(waiting).toBeGreaterThan(0);
    await history.close();

    const later = await openHistory({ folder });
    expect((await later.get("run-1002")).record).toEqual(ended);
    // Nobody went on with it.
    const { record } = await later.get("run-1001");
    expect({ state: record.state, text: record.output.text }).toEqual({
      state: "interrupted",
      text: begun.output.text,
    });
    expect(await later.status()).toMatchObject({ problem: null, unsaved: 0 });
    await later.close();
  });

  it("in an upgrade leaves the old schema, shown and said; with room it is brought up to date", async () => {
    const folder = await temporaryFolder();
    await copyFile(join(fixtures, "v1.db"), join(folder, "history.db"));
    const full = await openDatabase({ folder, now: Date.now, maxPages: 25 });
    expect(full).toMatchObject({ readOnly: true, problem: fullWords });
    expect(full.database && userVersion(full.database)).toBe(1);
    expect(full.database?.prepare("SELECT count(*) AS n FROM runs").get()?.["n"]).toBe(3);
    full.database?.close();
    const history = await openHistory({ folder });
    expect(await history.status()).toMatchObject({ problem: null, runs: 3 });
    await history.close();
  });
});

describe("a clock that is set back", () => {
  it("loses no run of the list, which goes by the times that were said, and numbers go on behind all of them", async () => {
    const folder = await temporaryFolder();
    const history = await openHistory({ folder });
    for (const startedAt of [2_000_000, 1_000_000, 1_500_000]) {
      const sequence = history.store.nextSequence();
      await history.store.finish(sampleRun(sequence, { startedAt }));
    }
    await history.close();
    const later = await openHistory({ folder });
    const { runs } = await later.list({ filter: {}, limit: 10 });
    expect(runs.map(({ sequence, startedAt }) => [sequence, startedAt])).toEqual([
      [1, 2_000_000],
      [3, 1_500_000],
      [2, 1_000_000],
    ]);
    // The next one is behind all of them.
    expect(later.store.nextSequence()).toBe(4);
    await later.close();
  });
});

describe("a file of many runs", () => {
  it("is checked in slices: others have their turn meanwhile (a large one froze the app), and a bad one adds nothing", async () => {
    const folder = await temporaryFolder();
    const history = await openHistory({ folder });
    const { head, tail } = runFileFrame(Date.now());
    const runs = Array.from({ length: 5_000 }, (_, n) => ({ record: sampleRun(n + 1), notes: noNotes }));
    const bad = { ...runs[0], notes: { ...noNotes, rating: 9 } };
    let turns = 0;
    let goesOn = true;
    const turn = () => {
      turns += 1;
      if (goesOn) setImmediate(turn);
    };
    setImmediate(turn);
    const text = head + [...runs, bad].map((run) => JSON.stringify(run)).join(",") + tail;
    await expect(history.import(text)).rejects.toMatchObject({ error: { detail: expect.stringContaining("rating") } });
    goesOn = false;
    expect(turns).toBeGreaterThan(3);
    expect((await history.status()).runs).toBe(0);
    await history.close();
  });
});
