import { closeSync, existsSync, fsyncSync, openSync, rmSync, statSync } from "node:fs";
import { basename } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { moveFileSync } from "../store/move-file.ts";
import { describeFault, faultOf } from "./database-fault.ts";
import { companions, openForReading, openForWriting, userVersion } from "./database-handle.ts";
import { type HistoryPlace, historyPath, isStoreFile } from "./history-path.ts";
import { migrate } from "./migrate.ts";
import { readAsCurrent } from "./older-schema.ts";
import { type SalvageReport, salvage } from "./salvage.ts";
import { currentVersion, type Migration } from "./schema.ts";
import { createStatements } from "./statements.ts";
import { type CopyLimits, NoRoomForUpgrade } from "./upgrade-copy.ts";

export interface OpenOptions {
  folder: HistoryPlace;
  maxPages?: number | undefined;
  /** Other than the released ones only in tests of upgrades. */
  migrations?: readonly Migration[] | undefined;
  /** Other than the usual ones only in tests. */
  copy?: CopyLimits | undefined;
  now: () => number;
}

/** A database as it could be opened. Without one nothing is kept. */
export interface OpenedDatabase {
  database: DatabaseSync | null;
  readOnly: boolean;
  /** Why nothing is written, in words for a person. */
  problem: string | null;
  /** What was found and done. */
  notices: string[];
}

/**
 * Up to this size every file is checked, up to the other one only after a session that did not end well: the check reads
 * all of it. Damage in a larger one shows when a page of it is read, and is dealt with then.
 */
const alwaysCheckedBytes = 64 * 1024 * 1024;
const neverCheckedBytes = 256 * 1024 * 1024;

const salvageName = ".salvage.db";
/** Says that there has been a database here: an empty file is then a loss and no beginning. */
const markerName = ".created";

/**
 * Opens history.db whatever state it is in: a damaged one is set aside and what can be read of it brought over, a newer
 * one is only read, one that cannot be written says so. Never throws for a state of the files.
 */
export async function openDatabase(options: OpenOptions): Promise<OpenedDatabase> {
  const path = historyPath(options.folder, ".db");
  const notices: string[] = [];
  try {
    assertFile(path);
    finishSalvage(options.folder);
    const newer = isNewer(path, options);
    if (newer) return newer;
    const damage = findDamage(path, options.folder);
    if (damage !== null) notices.push(await replaceDamaged(options, damage));
    return { database: await openCurrent(options), readOnly: false, problem: null, notices };
  } catch (error) {
    if (faultOf(error) === "corrupt" && notices.length === 0) return openAfterDamage(options, error);
    const opened = error instanceof NoFile ? { database: null, readOnly: true } : openReadOnly(path);
    return { ...opened, problem: problemOf(error), notices };
  }
}

/** A folder cannot be opened, and a pipe or a device would be waited for, for ever. */
class NoFile extends Error {}

function assertFile(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found || found.isFile()) return;
  const what = found.isDirectory() ? "a folder" : "no ordinary file";
  throw new NoFile(`history.db is ${what}, so runs cannot be written down: move it away and start Promptscope again.`);
}

function problemOf(error: unknown): string {
  return error instanceof NoRoomForUpgrade || error instanceof NoFile ? error.message : describeFault(error);
}

/** For damage that shows only later, in the middle of the work. The connection has to be closed before. */
export async function openAfterDamage(options: OpenOptions, error: unknown): Promise<OpenedDatabase> {
  const path = historyPath(options.folder, ".db");
  try {
    const notice = await replaceDamaged(options, describeFault(error));
    return { database: await openCurrent(options), readOnly: false, problem: null, notices: [notice] };
  } catch (failure) {
    return { ...openReadOnly(path), problem: describeFault(failure), notices: [] };
  }
}

async function openCurrent({ folder, maxPages, migrations, copy }: OpenOptions): Promise<DatabaseSync> {
  const database = openForWriting(historyPath(folder, ".db"), { maxPages });
  try {
    await migrate(database, { backupFolder: folder, migrations, copy });
    // A file that can be read but not written shows here and not at the first run.
    createStatements(database).transaction(() => undefined);
    mark(folder);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** A database of a newer version is left exactly as it is. */
function isNewer(path: string, { migrations }: OpenOptions): OpenedDatabase | null {
  if (sizeOf(path) === 0) return null;
  const known = migrations?.at(-1)?.version ?? currentVersion;
  try {
    const database = openUnchanged(path);
    if (userVersion(database) > known) {
      const problem =
        "history.db was written by a newer Promptscope. It is shown and not changed; new runs are not kept.";
      return { database, readOnly: true, problem, notices: [] };
    }
    database.close();
    return null;
  } catch {
    return null; // What is wrong with it shows when it is opened for writing.
  }
}

/** Says what is wrong with the file, or null. Reads only. */
function findDamage(path: string, folder: string): string | null {
  const size = sizeOf(path);
  if (size === 0) {
    const orphan = sizeOf(`${path}-wal`) > 0;
    const emptied = existsSync(path) && existsSync(historyPath(folder, markerName));
    return orphan || emptied ? "history.db was empty though runs had been kept in it." : null;
  }
  try {
    const database = openForReading(path, false);
    try {
      const version = userVersion(database);
      if (version === 0) return "history.db held no tables.";
      if (version < 0) return "history.db is damaged: it says a version there never was.";
      return isChecked(path, size) && !passesCheck(database) ? "history.db is damaged." : null;
    } finally {
      database.close();
    }
  } catch (error) {
    // A header that makes no sense shows as an error without a code of its own.
    const fault = faultOf(error);
    if (fault === "corrupt" || fault === "other") return "history.db is damaged.";
    throw error;
  }
}

function isChecked(path: string, size: number): boolean {
  const endedBadly = sizeOf(`${path}-wal`) > 0;
  return size <= alwaysCheckedBytes || (endedBadly && size <= neverCheckedBytes);
}

function passesCheck(database: DatabaseSync): boolean {
  const row = database.prepare("PRAGMA quick_check(1)").get();
  return row?.["quick_check"] === "ok";
}

/** Salvages beside the damaged file and changes places at the end, so that a crash in between loses nothing. */
async function replaceDamaged({ folder, now }: OpenOptions, damage: string): Promise<string> {
  const path = historyPath(folder, ".db");
  const fresh = historyPath(folder, salvageName);
  removeFiles(fresh);
  const database = openForWriting(fresh);
  let report: SalvageReport;
  try {
    await migrate(database, { backupFolder: null });
    report = await salvage(createStatements(database), path);
  } finally {
    database.close();
  }
  const aside = historyPath(folder, `.corrupt-${now()}.db`);
  for (const companion of companions) moveIfThere(path + companion, aside + companion);
  finishSalvage(folder);
  return `${damage} It is kept as ${basename(aside)}. ${describe(report)}`;
}

/** The damaged file leaves its place only when the new one is complete. */
function finishSalvage(folder: string): void {
  const path = historyPath(folder, ".db");
  const fresh = historyPath(folder, salvageName);
  if (existsSync(fresh) && !existsSync(path)) moveIfThere(fresh, path);
  removeFiles(fresh);
}

function describe({ saved, partly, lost, fromBackup }: SalvageReport): string {
  const parts = [`${saved} ${saved === 1 ? "run was" : "runs were"} saved from it`];
  if (partly > 0) parts.push(`${partly} of them without all of their exchanges`);
  if (fromBackup > 0) parts.push(`${fromBackup} came from the copy made before the last upgrade`);
  parts.push(lost > 0 ? `${lost} could not be read` : "no other runs were found in it");
  return `${parts.join(", ")}.`;
}

/** Shows at least what is there. */
function openReadOnly(path: string): Pick<OpenedDatabase, "database" | "readOnly"> {
  try {
    const database = openUnchanged(path);
    if (userVersion(database) > 0) {
      readAsCurrent(database);
      return { database, readOnly: true };
    }
    database.close();
  } catch {
    // It cannot be read either; the problem that is told says why.
  }
  return { database: null, readOnly: true };
}

/** Where the folder takes no -shm beside a -wal that was left, the file is shown without what lies in that. */
function openUnchanged(path: string): DatabaseSync {
  if (sizeOf(`${path}-wal`) === 0) return openForReading(path, true);
  try {
    const database = openForReading(path, false);
    userVersion(database);
    return database;
  } catch (error) {
    if (faultOf(error) !== "read_only") throw error;
    return openForReading(path, true);
  }
}

function mark(folder: string): void {
  const marker = historyPath(folder, markerName);
  // A file of its own goes about alone.
  if (isStoreFile(folder) || existsSync(marker)) return;
  const file = openSync(marker, "wx", 0o600);
  fsyncSync(file);
  closeSync(file);
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function moveIfThere(from: string, to: string): void {
  if (existsSync(from)) moveFileSync(from, to);
}

function removeFiles(path: string): void {
  for (const companion of companions) rmSync(path + companion, { force: true });
}
