import { createHash } from "node:crypto";
import { copyFileSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openForWriting, userVersion } from "@engine/history/database-handle.ts";
import { migrate } from "@engine/history/migrate.ts";
import { type OpenedDatabase, openDatabase } from "@engine/history/open-database.ts";
import { readRun, saveRun } from "@engine/history/run-rows.ts";
import { currentVersion, type Migration, migrations } from "@engine/history/schema.ts";
import { createStatements } from "@engine/history/statements.ts";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../store/temporary-folder.ts";
import { sampleRun } from "./sample-run.ts";

const runs = 80;
const now = () => 1_790_000_000_000;
const open = (folder: string, other: { migrations?: readonly Migration[]; maxPages?: number } = {}) =>
  openDatabase({ folder, now, ...other });

/** A closed database with some runs. */
async function filled(): Promise<{ folder: string; path: string }> {
  const folder = await temporaryFolder();
  const { database } = await open(folder);
  const sql = createStatements(present(database));
  sql.transaction(() => {
    for (let sequence = 1; sequence <= runs; sequence++) saveRun(sql, sampleRun(sequence));
  });
  present(database).close();
  return { folder, path: join(folder, "history.db") };
}

function present<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error("Nothing there.");
  return value;
}

function idsOf({ database }: OpenedDatabase): number[] {
  const rows = present(database).prepare("SELECT sequence FROM runs ORDER BY sequence").all();
  return rows.map(({ sequence }) => Number(sequence));
}

const everyRun = Array.from({ length: runs }, (_, index) => index + 1);
const hash = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");

describe("a connection", () => {
  it("has every setting that keeps data safe (DB-2: a default here loses commits at a power cut)", async () => {
    const { database } = await open(await temporaryFolder());
    const pragma = (name: string) => Object.values(present(database).prepare(`PRAGMA ${name}`).get() ?? {})[0];
    expect(pragma("journal_mode")).toBe("wal");
    expect(pragma("synchronous")).toBe(2);
    expect(pragma("busy_timeout")).toBe(5000);
    expect(pragma("foreign_keys")).toBe(1);
    expect(pragma("trusted_schema")).toBe(0);
    expect(pragma("auto_vacuum")).toBe(2);
    expect(pragma("user_version")).toBe(currentVersion);
    present(database).close();
  });

  it("keeps its files from other users, -wal, -shm and copies included (FS-2)", async () => {
    const before = process.platform === "win32" ? [] : [0o600];
    const folder = await temporaryFolder();
    const { database } = await open(folder);
    const sql = createStatements(present(database));
    sql.transaction(() => saveRun(sql, sampleRun(1)));
    const names = readdirSync(folder);
    expect(names.sort()).toEqual(["history.created", "history.db", "history.db-shm", "history.db-wal"]);
    const modes = new Set(names.map((name) => statSync(join(folder, name)).mode & 0o777));
    if (before.length > 0) expect([...modes]).toEqual(before);
    present(database).close();
  });
});

describe("an upgrade", () => {
  const next: Migration = {
    version: currentVersion + 1,
    statements: [
      "ALTER TABLE runs ADD COLUMN colour TEXT",
      "UPDATE runs SET colour = 'blue'",
      "CREATE INDEX runs_by_colour ON runs (colour)",
    ],
  };
  const both = [...migrations, next];

  it("keeps every run and leaves a copy of the old database first", async () => {
    const { folder } = await filled();
    const opened = await open(folder, { migrations: both });
    expect(userVersion(present(opened.database))).toBe(next.version);
    expect(idsOf(opened)).toEqual(everyRun);
    present(opened.database).close();
    const copy = join(folder, `history.v${currentVersion}.db`);
    const kept = new DatabaseSync(copy, { readOnly: true });
    expect(userVersion(kept)).toBe(currentVersion);
    expect(kept.prepare("SELECT count(*) AS n FROM runs").get()?.["n"]).toBe(runs);
    kept.close();
    if (process.platform !== "win32") expect(statSync(copy).mode & 0o777).toBe(0o600);
  });

  it("that fails at any statement leaves the old schema, whole (MIG-1)", async () => {
    const { folder, path } = await filled();
    const failAt = async (statement: number) => {
      const database = openForWriting(path);
      const beforeStatement = (index: number) => {
        if (index === statement) throw new Error("Stopped here.");
      };
      await expect(migrate(database, { backupFolder: folder, migrations: both, beforeStatement })).rejects.toThrow();
      const columns = database.prepare("SELECT name FROM pragma_table_info('runs')").all();
      const state = { version: userVersion(database), coloured: columns.some(({ name }) => name === "colour") };
      database.close();
      return state;
    };
    for (let statement = 0; statement <= next.statements.length; statement++) {
      expect(await failAt(statement), `at ${statement}`).toEqual({ version: currentVersion, coloured: false });
    }
    expect(idsOf(await open(folder, { migrations: both }))).toEqual(everyRun);
  });

  it("keeps three copies and no more", async () => {
    const { folder } = await filled();
    let known = migrations;
    for (let version = currentVersion + 1; version <= currentVersion + 5; version++) {
      known = [...known, { version, statements: [`CREATE TABLE t${version} (x)`] }];
      present((await open(folder, { migrations: known })).database).close();
    }
    const copies = readdirSync(folder).filter((name) => /^history\.v/.test(name));
    expect(copies.sort()).toEqual([2, 3, 4].map((more) => `history.v${currentVersion + more}.db`).sort());
  });

  it("a database of a newer version is shown and not changed by a byte (MIG-2)", async () => {
    const { folder, path } = await filled();
    const writer = new DatabaseSync(path);
    writer.exec("PRAGMA user_version = 99");
    writer.close();
    const before = { bytes: hash(path), names: readdirSync(folder).sort() };
    const opened = await open(folder);
    expect(opened.readOnly).toBe(true);
    expect(opened.problem).toMatch(/newer Promptscope/);
    expect(idsOf(opened)).toEqual(everyRun);
    expect(() => present(opened.database).exec("DELETE FROM runs")).toThrow(/readonly/);
    present(opened.database).close();
    expect({ bytes: hash(path), names: readdirSync(folder).sort() }).toEqual(before);
  });
});

describe("a damaged database (DB-3)", () => {
  async function reopened(folder: string) {
    const opened = await open(folder);
    expect(opened.readOnly).toBe(false);
    expect(opened.problem).toBeNull();
    const sql = createStatements(present(opened.database));
    sql.transaction(() => saveRun(sql, sampleRun(1000)));
    const left = idsOf(opened).filter((sequence) => sequence <= runs);
    for (const sequence of left) {
      const record = present(readRun(sql, sequence)).record;
      expect({ ...record, exchanges: [] }).toEqual({ ...sampleRun(sequence), exchanges: [] });
    }
    present(opened.database).close();
    const aside = readdirSync(folder).filter((name) => /^history\.corrupt-.*\.db$/.test(name));
    return { notices: opened.notices, left, aside };
  }

  it("with pages overwritten: the file is kept, what can be read is saved, the count is told", async () => {
    const { folder, path } = await filled();
    const bytes = readFileSync(path);
    // The first pages hold the roots of all tables, without which nothing below them can be found.
    for (let page = 60; page < bytes.length / 4096; page += 4) bytes.fill(0xa5, page * 4096, (page + 1) * 4096);
    writeFileSync(path, bytes);
    const { notices, left, aside } = await reopened(folder);
    expect(aside).toEqual([`history.corrupt-${now()}.db`]);
    expect(hash(join(folder, present(aside[0])))).toBe(createHash("sha256").update(bytes).digest("hex"));
    expect(notices.join()).toMatch(/is damaged.*kept as history\.corrupt-.*saved from it/);
    expect(left.length).toBeGreaterThan(runs / 4);
    expect(left.length).toBeLessThan(runs);
    expect(notices.join()).toContain(`${left.length} run`);
  });

  it("cut in half, cut to a few bytes, or not a database at all: the app still opens", async () => {
    for (const harm of [
      (path: string) => truncateSync(path, Math.floor(statSync(path).size / 2 / 4096) * 4096),
      (path: string) => truncateSync(path, 1000),
      (path: string) => writeFileSync(path, "This is a letter and no database. ".repeat(500)),
      (path: string) => truncateSync(path, 0),
    ]) {
      const { folder, path } = await filled();
      harm(path);
      const { notices, aside } = await reopened(folder);
      expect(aside, harm.toString()).toHaveLength(1);
      expect(notices, harm.toString()).toHaveLength(1);
    }
  });

  it("a copy made before an upgrade gives back what the file has lost", async () => {
    const { folder, path } = await filled();
    copyFileSync(path, join(folder, "history.v1.db"));
    writeFileSync(path, Buffer.alloc(40_960, 7));
    const { notices, left } = await reopened(folder);
    expect(left).toEqual(everyRun);
    expect(notices.join()).toContain(`${runs} came from the copy`);
    expect(readdirSync(folder).filter((name) => name.includes("reading"))).toEqual([]);
  });

  it("runs that were deleted stay so, from the file and from a copy; whose row is lost, as the copy has it", async () => {
    const { folder, path } = await filled();
    const writer = new DatabaseSync(path);
    writer.exec("UPDATE runs SET deleted_at = 5 WHERE sequence IN (3, 4)");
    writer.close();
    const copy = join(folder, "history.v1.db");
    copyFileSync(path, copy);
    // Run 3 is left with its row, run 4 without it, of run 5 nothing is left; the check then finds the file damaged.
    const harm = new DatabaseSync(path);
    harm.exec("PRAGMA foreign_keys = OFF");
    harm.exec("DELETE FROM runs WHERE sequence IN (4, 5); DELETE FROM documents WHERE sequence = 5");
    harm.exec("UPDATE runs SET deleted_at = 7 WHERE sequence = 6");
    const root = Number(
      harm.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'runs_by_model'").get()?.["rootpage"],
    );
    harm.close();
    const bytes = readFileSync(path);
    bytes.fill(0xa5, (root - 1) * 4096, root * 4096);
    writeFileSync(path, bytes);
    const opened = await open(folder);
    expect(opened.notices.join()).toContain("came from the copy");
    const rows = present(opened.database).prepare("SELECT sequence, deleted_at FROM runs WHERE deleted_at IS NOT NULL");
    expect(rows.all().map(({ sequence, deleted_at }) => [sequence, deleted_at])).toEqual([
      [3, 5],
      [4, 5],
      [6, 7],
    ]);
    expect(idsOf(opened)).toEqual(everyRun);
    present(opened.database).close();
  });

  it("copied without its -wal: what was only in there is told as lost, not passed over in silence", async () => {
    const folder = await temporaryFolder();
    const { database } = await open(folder);
    const sql = createStatements(present(database));
    sql.transaction(() => saveRun(sql, sampleRun(1)));
    const other = await temporaryFolder();
    for (const name of ["history.db", "history.created"]) copyFileSync(join(folder, name), join(other, name));
    present(database).close();
    const { notices } = await reopened(other);
    expect(notices.join()).toMatch(/history\.db (held no tables|was empty)/);
  });

  it("a stop in the middle of a salvage is finished by the next start", async () => {
    const { folder, path } = await filled();
    copyFileSync(path, join(folder, "history.salvage.db"));
    rmSync(path);
    expect(idsOf(await open(folder))).toEqual(everyRun);
    writeFileSync(join(folder, "history.salvage.db"), "half done");
    expect(idsOf(await open(folder))).toEqual(everyRun);
    expect(readdirSync(folder)).not.toContain("history.salvage.db");
  });
});

describe("a cut -wal (DB-2)", () => {
  it("at any length leaves a prefix of whole transactions, never half of one", async () => {
    const folder = await temporaryFolder();
    const { database } = await open(folder);
    const sql = createStatements(present(database));
    present(database).exec("PRAGMA wal_checkpoint(TRUNCATE)");
    for (let sequence = 1; sequence <= 12; sequence++) sql.transaction(() => saveRun(sql, sampleRun(sequence)));
    const main = readFileSync(join(folder, "history.db"));
    const wal = readFileSync(join(folder, "history.db-wal"));
    present(database).close();
    const seen = new Set<number>();
    const garbage = Buffer.alloc(5000, 0x5a);
    for (let cut = 0; cut <= 60; cut++) {
      const length = Math.floor((wal.length * cut) / 60);
      const other = await temporaryFolder();
      writeFileSync(join(other, "history.db"), main);
      const tail = cut % 2 === 0 ? Buffer.alloc(0) : garbage;
      writeFileSync(join(other, "history.db-wal"), Buffer.concat([wal.subarray(0, length), tail]));
      const opened = await open(other);
      expect(opened.notices).toEqual([]);
      const left = idsOf(opened);
      expect(left).toEqual(everyRun.slice(0, left.length));
      const statements = createStatements(present(opened.database));
      for (const sequence of left) expect(present(readRun(statements, sequence)).record).toEqual(sampleRun(sequence));
      expect(present(opened.database).prepare("PRAGMA integrity_check").get()?.["integrity_check"]).toBe("ok");
      present(opened.database).close();
      seen.add(left.length);
    }
    expect(seen.size).toBeGreaterThan(8);
  });
});
