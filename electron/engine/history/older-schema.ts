import type { DatabaseSync } from "node:sqlite";
import { userVersion } from "./database-handle.ts";
import { type Migration, migrations as released } from "./schema.ts";

/** Columns of `runs` that a schema below this one does not have, and what stands for them. */
const standIns: Readonly<Record<string, string>> = {
  gateway: "0",
  best_blind_of: "NULL",
  prompt_library: "prompt_source",
  version: "NULL",
  prompt_connection: "NULL",
  prompt_project: "NULL",
  content_hash: "NULL",
  edit_id: "NULL",
  kind: "'generate'",
  api: "NULL",
  job_id: "NULL",
  cell: "NULL",
  cost_usd: "NULL",
};

/**
 * Lets a database of an older schema that cannot be upgraded now be read as if it were: a view of its own runs, and
 * empty tables, which live in memory and shadow those of the file. The file is not touched.
 */
export function readAsCurrent(database: DatabaseSync, migrations: readonly Migration[] = released): void {
  const pending = migrations.filter(({ version }) => version > userVersion(database));
  if (pending.length === 0) return;
  const own = new Set(
    database
      .prepare("PRAGMA main.table_info(runs)")
      .all()
      .map(({ name }) => String(name)),
  );
  const added = Object.entries(standIns).filter(([name]) => !own.has(name));
  const columns = ["*", ...added.map(([name, value]) => `${value} AS ${name}`)];
  database.exec("PRAGMA temp_store = MEMORY");
  database.exec(`CREATE TEMP VIEW runs AS SELECT ${columns.join(", ")} FROM main.runs`);
  for (const statement of pending.flatMap(({ statements }) => statements)) {
    if (/^CREATE TABLE /.test(statement)) database.exec(statement.replace("CREATE TABLE ", "CREATE TEMP TABLE "));
  }
}
