import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { userVersion } from "./database-handle.ts";
import { folderOfHistory, type HistoryPlace, historyPath, nameOfHistory } from "./history-path.ts";
import { type Migration, migrations as released } from "./schema.ts";
import { createStatements } from "./statements.ts";
import { type CopyLimits, copyBeforeUpgrade } from "./upgrade-copy.ts";

/** Copies made before an upgrade; older ones go. */
const keptBackups = 3;
const backupEnding = /^v(\d+)\.db$/;

export interface MigrationOptions {
  /** Where the copy goes that is made first. Null: none is needed. */
  backupFolder: string | null;
  migrations?: readonly Migration[] | undefined;
  copy?: CopyLimits | undefined;
  /** Told before each statement; what it throws undoes everything. */
  beforeStatement?: ((index: number) => void) | undefined;
}

/**
 * Brings a database to the newest schema: a copy of what changes first, then all steps in one transaction with `user_version` last, so
 * that a crash leaves the old schema or the new one. Does nothing to a database that is there already.
 */
export async function migrate(database: DatabaseSync, options: MigrationOptions): Promise<void> {
  const { backupFolder, migrations = released, beforeStatement } = options;
  const from = userVersion(database);
  const pending = migrations.filter(({ version }) => version > from);
  const last = pending.at(-1);
  if (!last) return;
  if (from > 0 && backupFolder !== null) {
    await copyBeforeUpgrade(database, historyPath(backupFolder, `.v${from}.db`), options.copy);
  }
  const statements = [
    ...pending.flatMap((migration) => migration.statements),
    `PRAGMA user_version = ${Math.trunc(last.version)}`,
  ];
  createStatements(database).transaction(() => {
    statements.forEach((statement, index) => {
      beforeStatement?.(index);
      database.exec(statement);
    });
  });
  if (backupFolder !== null) removeOldBackups(backupFolder);
}

/** Copies made before upgrades, newest schema first. */
export function listBackups(place: HistoryPlace): string[] {
  const own = `${nameOfHistory(place)}.`;
  const folder = folderOfHistory(place);
  return readdirSync(folder)
    .filter((name) => name.startsWith(own) && backupEnding.test(name.slice(own.length)))
    .sort((a, b) => versionOf(b) - versionOf(a))
    .map((name) => join(folder, name));
}

function removeOldBackups(folder: HistoryPlace): void {
  for (const path of listBackups(folder).slice(keptBackups)) rmSync(path, { force: true });
}

function versionOf(name: string): number {
  return Number(/\.v(\d+)\.db$/.exec(name)?.[1] ?? 0);
}
