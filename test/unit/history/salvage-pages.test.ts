import { readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openHistory } from "@engine/history/history.ts";
import { openDatabase } from "@engine/history/open-database.ts";
import { removeRuns, saveRun, setNotes } from "@engine/history/run-rows.ts";
import { createStatements, type Statements } from "@engine/history/statements.ts";
import type { HistoryRun } from "@shared/domain/run/history.ts";
import { describe, expect, it } from "vitest";
import { drawn, isProving } from "../../prove-scale.ts";
import { temporaryFolder } from "../store/temporary-folder.ts";
import { runningRun, sampleRun } from "./sample-run.ts";

const runs = 40;
const pageBytes = 4_096;
const notes = { rating: 4, note: "kept", pinned: true, bestBlindOf: null };
/** Longer than a page, with a long text that is a blob of its own. */
const long = (sequence: number) => ({ ...sampleRun(sequence).output, text: `${sequence} `.repeat(20_000) });

/** A closed history with every kind of row: updated ones, removed ones, one of several pages, blobs, notes. */
async function filled(): Promise<{ folder: string; path: string; whole: Map<string, HistoryRun> }> {
  const folder = await temporaryFolder();
  const { database } = await openDatabase({ folder, now: Date.now });
  if (!database) throw new Error("It does not open.");
  const sql: Statements = createStatements(database);
  for (let sequence = 1; sequence <= runs; sequence++) {
    sql.transaction(() => saveRun(sql, runningRun(sequence)));
    sql.transaction(() => saveRun(sql, sampleRun(sequence, sequence % 10 === 0 ? { output: long(sequence) } : {})));
  }
  // Removed one here and one there: pages run together and what is freed still says what stood on it.
  const removed = Array.from({ length: 300 }, (_, index) => runs + 1 + index);
  sql.transaction(() => removed.forEach((sequence) => void saveRun(sql, sampleRun(sequence))));
  for (const rest of [2, 1, 0])
    sql.transaction(() =>
      removeRuns(
        sql,
        removed.filter((n) => n % 3 === rest),
      ),
    );
  setNotes(sql, 7, notes);
  database.close();
  const history = await openHistory({ folder });
  const whole = new Map<string, HistoryRun>();
  for (const { id } of (await history.list({ filter: {}, limit: 100 })).runs) whole.set(id, await history.get(id));
  await history.close();
  return { folder, path: join(folder, "history.db"), whole };
}

/** Opens what was harmed; every run that is there has been there, and is as it was. */
async function left(folder: string, whole: Map<string, HistoryRun>, isOverwritten = false) {
  const history = await openHistory({ folder });
  const { notices, problem } = await history.status();
  expect(problem).toBeNull();
  const { runs: rows } = await history.list({ filter: {}, limit: 200 });
  for (const { id } of rows) {
    const { record, notes: found } = await history.get(id);
    const before = whole.get(id);
    // A removed run is brought back by nobody.
    if (!before) throw new Error(`${id} was not there.`);
    // What a page says is not known to be what it said: only damage of its form shows.
    if (isOverwritten) continue;
    expect({ ...record, exchanges: [] }).toEqual({ ...before.record, exchanges: [] });
    if (record.exchanges.length > 0) expect(record.exchanges).toEqual(before.record.exchanges);
    expect([found, before.notes]).toContainEqual(found);
  }
  await history.close();
  const aside = readdirSync(folder).filter((name) => /^history\.corrupt-\d+\.db$/.test(name));
  const others = readdirSync(folder).filter((name) => /mended|scanned|salvage/.test(name));
  expect(others).toEqual([]);
  return { rows: rows.length, notices, aside, seven: rows.find(({ sequence }) => sequence === 7) };
}

describe("salvage page by page (DB-3)", () => {
  it("any damaged byte of the header costs no run (one byte cost all of them)", async () => {
    const { folder, path, whole } = await filled();
    const bytes = readFileSync(path);
    // Beyond those whose value is read by nobody: magic, page size, fractions, format, encoding, version.
    for (const at of [0, 7, 16, 17, 20, 21, 22, 23, 44, 47, 56, 59, 60]) {
      for (const name of readdirSync(folder))
        if (name.startsWith("history.corrupt")) writeFileSync(join(folder, name), "");
      const harmed = Buffer.from(bytes);
      harmed[at] = 0xf5;
      writeFileSync(path, harmed);
      const { rows, notices } = await left(folder, whole);
      expect(rows, `byte ${at}: ${notices}`).toBe(whole.size);
    }
  });

  it("a file without its first page is read leaf by leaf, with what a person added", async () => {
    const { folder, path, whole } = await filled();
    const harmed = readFileSync(path);
    harmed.fill(0, 0, pageBytes);
    writeFileSync(path, harmed);
    const { rows, notices, aside, seven } = await left(folder, whole);
    expect(rows).toBe(whole.size);
    expect(seven).toMatchObject({ rating: 4, note: "kept", pinned: true });
    expect(notices.join()).toContain(`${whole.size} runs were saved from it`);
    expect(readFileSync(join(folder, aside[0] ?? "")).equals(harmed)).toBe(true);
  });

  it("a file cut in half gives back what is in its first half", async () => {
    const { folder, path, whole } = await filled();
    truncateSync(path, Math.floor(readFileSync(path).length / 2));
    const { rows, notices } = await left(folder, whole);
    expect(rows).toBeGreaterThan(runs / 5);
    expect(notices.join()).toMatch(/saved from it/);
  });

  it("a version there never was is damage and stops nothing", async () => {
    const { folder, path, whole } = await filled();
    const harmed = readFileSync(path);
    harmed.writeInt32BE(-5, 60);
    writeFileSync(path, harmed);
    const { rows, aside } = await left(folder, whole);
    expect({ rows, aside: aside.length }).toEqual({ rows: whole.size, aside: 1 });
  });

  it("pages overwritten with chance never bring anything back that was not there", async () => {
    const { folder, path, whole } = await filled();
    const bytes = readFileSync(path);
    let seed = isProving ? Date.now() % 1e6 : (drawn().seed ?? 1);
    const next = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % below;
    };
    for (let round = 0; round < (isProving ? 60 : 4); round++) {
      const harmed = Buffer.from(bytes);
      for (let hit = 0; hit < 1 + next(12); hit++) {
        // The second page says which are free; who loses that cannot know what was removed.
        const at = 2 * pageBytes + next(harmed.length - 2 * pageBytes);
        const length = Math.min(harmed.length - at, 1 + next(2 * pageBytes));
        for (let index = 0; index < length; index++) harmed[at + index] = next(256);
      }
      writeFileSync(path, harmed);
      const { rows } = await left(folder, whole, true);
      expect(rows, `round ${round}`).toBeGreaterThan(runs / 4);
    }
  });
});
