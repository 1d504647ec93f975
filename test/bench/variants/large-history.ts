import { copyFileSync, existsSync, mkdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { openForWriting } from "@engine/history/database-handle.ts";
import { openHistoryDatabase } from "@engine/history/history-database.ts";
import { createStatements } from "@engine/history/statements.ts";
import type { Sample } from "../measure.ts";

/*
 * A history of gigabytes: made by SQL from one run in an older schema, and opened. Prints
 * what it cost; `upgrade` says in `work` how many megabytes the copy before it took.
 */

const [task, folder = "", megabytes = "0"] = process.argv.slice(2);
const path = join(folder, "history.db");
/** What a run's exchange weighs here; an answer of 1,500 tokens streamed is about that. */
const runBytes = 100_000;

/** A history of an older schema, as the version of then left it; its first run is the one that is multiplied. */
const oldSchema = 6;
const oldHistory = `test/fixtures/history/v${oldSchema}.db`;

async function fill(): Promise<number> {
  mkdirSync(folder, { recursive: true });
  copyFileSync(oldHistory, path);
  const database = openForWriting(path);
  const sql = createStatements(database);
  sql.run("DELETE FROM runs WHERE sequence > 1");
  const columns = database
    .prepare("SELECT name FROM pragma_table_info('runs')")
    .all()
    .map(({ name }) => String(name));
  const copied = columns.map((name) => (name === "sequence" ? "?" : name === "id" ? "'run-' || ?" : name)).join(", ");
  const runs = Math.max(1, Math.round((Number(megabytes) * 1_048_576) / runBytes));
  for (let from = 2; from <= runs; from += 2_000) {
    sql.transaction(() => {
      for (let sequence = from; sequence < Math.min(from + 2_000, runs + 1); sequence++) {
        sql.run(
          `INSERT INTO runs (${columns.join(", ")}) SELECT ${copied} FROM runs WHERE sequence = 1`,
          sequence,
          sequence,
        );
        sql.run("INSERT INTO documents SELECT ?, document FROM documents WHERE sequence = 1", sequence);
        sql.run(`INSERT INTO exchanges VALUES (?, 0, '{}', hex(randomblob(${runBytes / 2})))`, sequence);
      }
    });
  }
  database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  database.close();
  return runs;
}

async function open(): Promise<Sample> {
  const before = performance.now();
  const { user, system } = process.cpuUsage();
  const history = await openHistoryDatabase({ folder, retention: { maxAgeDays: null, maxBytes: null } });
  const status = await history.status();
  await history.list({ filter: {}, limit: 50 });
  const wall = performance.now() - before;
  const used = process.cpuUsage({ user, system });
  await history.close();
  if (status.problem !== null || status.notices.length > 0) throw new Error(JSON.stringify(status));
  return { wall, cpu: (used.user + used.system) / 1000, work: 1 };
}

async function upgrade(): Promise<Sample> {
  const copy = join(folder, `history.v${oldSchema}.db`);
  rmSync(copy, { force: true });
  const sample = await open();
  const size = existsSync(copy) ? statSync(copy).size : 0;
  return { ...sample, work: Math.ceil(size / 1_048_576) };
}

const tasks: Record<string, () => Promise<Sample>> = {
  fill: async () => ({ cpu: 0, wall: 0, work: await fill() }),
  upgrade,
  open,
};
const sample = await tasks[task ?? ""]?.();
process.stdout.write(`${JSON.stringify(sample)}\n`, () => process.exit(0));
