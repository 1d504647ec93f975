import { closeSync, copyFileSync, existsSync, openSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { listRuns } from "@engine/history/list-runs.ts";
import { type OpenedDatabase, openDatabase } from "@engine/history/open-database.ts";
import { saveRun } from "@engine/history/run-rows.ts";
import { createStatements } from "@engine/history/statements.ts";
import type { CopyLimits } from "@engine/history/upgrade-copy.ts";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../store/temporary-folder.ts";
import { sampleRun } from "./sample-run.ts";

const fixture = join(import.meta.dirname, "../../fixtures/history/v3.db");

/** A real database of schema 3, made larger by `megabytes` of a picture. */
async function oldHistory(megabytes: number): Promise<{ folder: string; path: string }> {
  const folder = await temporaryFolder();
  const path = join(folder, "history.db");
  copyFileSync(fixture, path);
  const database = new DatabaseSync(path);
  database.prepare("INSERT INTO blobs VALUES ('big', ?)").run(new Uint8Array(megabytes * 1024 * 1024));
  database.close();
  return { folder, path };
}

const open = (folder: string, copy: CopyLimits) => openDatabase({ folder, now: () => 1, copy });

function rowsOf({ database }: OpenedDatabase) {
  if (!database) throw new Error("It is not open.");
  return listRuns(createStatements(database), { filter: {}, limit: 10 }).runs;
}

describe("the upgrade of a large history", () => {
  it("copies the table it changes and not what the runs hold", async () => {
    const { folder } = await oldHistory(8);
    const opened = await open(folder, { wholeCopyBytes: 1024 * 1024 });
    expect(opened).toMatchObject({ readOnly: false, problem: null });
    expect(rowsOf(opened).map(({ id }) => id)).toEqual(["run-3", "run-2", "run-1"]);
    opened.database?.close();
    const copy = join(folder, "history.v3.db");
    expect(statSync(copy).size).toBeLessThan(256 * 1024);
    const copied = new DatabaseSync(copy, { readOnly: true });
    expect(copied.prepare("SELECT rating, note FROM runs WHERE id = 'run-2'").get()).toMatchObject({ rating: 5 });
    copied.close();
  });

  it("asks for no more room than that copy", async () => {
    const { folder } = await oldHistory(40);
    const opened = await open(folder, { wholeCopyBytes: 1024 * 1024, freeBytes: () => 20 * 1024 * 1024 });
    expect(opened.problem).toBeNull();
    opened.database?.close();
  });

  it("on a disk that is too small it says what is needed, and shows what there is (an old schema read by new queries)", async () => {
    const { folder } = await oldHistory(1);
    const opened = await open(folder, { freeBytes: () => 3 * 1024 * 1024 });
    expect(opened.readOnly).toBe(true);
    expect(opened.problem).toMatch(/needs 1[78] MB free on its disk .*; 3 MB are free\..*make room/);
    expect(existsSync(join(folder, "history.v3.db"))).toBe(false);
    expect(rowsOf(opened)).toMatchObject([
      { id: "run-3", kind: "generate", promptLibrary: "demo" },
      { id: "run-2", rating: 5 },
      { id: "run-1" },
    ]);
    opened.database?.close();
    const again = await open(folder, {});
    expect(again).toMatchObject({ readOnly: false, problem: null });
    expect(rowsOf(again)).toHaveLength(3);
    again.database?.close();
  });
});

describe("salvage", () => {
  it("brings jobs and edits over, and notes out of a copy that holds only the rows", async () => {
    const { folder, path } = await oldHistory(8);
    const opened = await open(folder, { wholeCopyBytes: 1024 * 1024 });
    const { database } = opened;
    if (!database) throw new Error("It is not open.");
    createStatements(database).transaction(() => saveRun(createStatements(database), sampleRun(4)));
    database.exec("INSERT INTO jobs (id, kind, spec, state, created_at) VALUES ('j', 'cells', '{}', 'done', 1)");
    database.exec(
      "INSERT INTO edits (id, prompt_library, prompt_name, document, changed_at) VALUES ('e', 'demo', 'greet', '{}', 1)",
    );
    // Foreign keys would take the documents along: it is the damage that parts them.
    database.exec("PRAGMA foreign_keys = OFF");
    database.exec("DELETE FROM runs WHERE id = 'run-2'");
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    database.close();
    damage(path);
    const salvaged = await open(folder, {});
    expect(salvaged.notices[0]).toContain("damaged");
    expect(rowsOf(salvaged).find(({ id }) => id === "run-2")).toMatchObject({ rating: 5 });
    expect(salvaged.database?.prepare("SELECT id FROM jobs UNION SELECT id FROM edits ORDER BY 1").all()).toEqual([
      { id: "e" },
      { id: "j" },
    ]);
    salvaged.database?.close();
  });
});

/** A page of an index is noise: what a torn write leaves, and what the check at the start finds. */
function damage(path: string): void {
  const database = new DatabaseSync(path, { readOnly: true });
  const { rootpage } = database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'runs_by_model'").get() ?? {};
  const { page_size: pageBytes } = database.prepare("PRAGMA page_size").get() ?? {};
  database.close();
  const file = openSync(path, "r+");
  writeSync(file, Buffer.alloc(200, 0xff), 0, 200, (Number(rootpage) - 1) * Number(pageBytes));
  closeSync(file);
}
