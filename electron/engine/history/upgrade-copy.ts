import { chmodSync, closeSync, openSync, rmSync, statfsSync } from "node:fs";
import { dirname } from "node:path";
import { backup, type DatabaseSync } from "node:sqlite";

/*
 * The copy that is made before an upgrade. An upgrade adds columns and tables and rewrites no row, so that of a large
 * history only the table it changes has to be copied: what gigabytes of exchanges hold stays where it is.
 */

export interface CopyLimits {
  /** Larger databases have only their changed table copied. */
  wholeCopyBytes?: number | undefined;
  /** Free on the disk of a folder, in bytes. */
  freeBytes?: ((folder: string) => number) | undefined;
}

const wholeCopyBytes = 256 * 1024 * 1024;
/** For the write-ahead log of the upgrade itself, and so that the disk is not full afterwards. */
const roomBytes = 16 * 1024 * 1024;
/** Where SQLite cannot tell the size of a table: more than a row has. */
const mostRowBytes = 2_048;

/** The disk has no room for the copy; the message says what is needed and what to do. */
export class NoRoomForUpgrade extends Error {}

/**
 * Copies what an upgrade changes to `path`, with the version of before.
 * @throws NoRoomForUpgrade before anything is written, and as SQLite and node do.
 */
export async function copyBeforeUpgrade(database: DatabaseSync, path: string, limits: CopyLimits = {}): Promise<void> {
  const { freeBytes = freeOn } = limits;
  const size = bytesOf(database);
  const whole = size <= (limits.wholeCopyBytes ?? wholeCopyBytes);
  const needed = (whole ? size : runsBytes(database)) + roomBytes;
  const free = freeBytes(dirname(path));
  if (free < needed) throw new NoRoomForUpgrade(noRoomText(needed, free));
  rmSync(path, { force: true });
  closeSync(openSync(path, "wx", 0o600));
  try {
    if (whole) await backup(database, path);
    else copyRuns(database, path);
    if (process.platform !== "win32") chmodSync(path, 0o600);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
}

/** The one table an upgrade changes: what lists show of each run, and what a person added to it. */
function copyRuns(database: DatabaseSync, path: string): void {
  const version = Number(database.prepare("PRAGMA user_version").get()?.["user_version"] ?? 0);
  database.prepare("ATTACH ? AS copy").run(path);
  try {
    database.exec("CREATE TABLE copy.runs AS SELECT * FROM main.runs");
    database.exec(`PRAGMA copy.user_version = ${Math.trunc(version)}`);
  } finally {
    database.exec("DETACH copy");
  }
}

function bytesOf(database: DatabaseSync): number {
  const pages = database.prepare("PRAGMA page_count").get()?.["page_count"];
  const pageBytes = database.prepare("PRAGMA page_size").get()?.["page_size"];
  return Number(pages ?? 0) * Number(pageBytes ?? 0);
}

function runsBytes(database: DatabaseSync): number {
  try {
    const row = database.prepare("SELECT sum(pgsize) AS bytes FROM dbstat WHERE name = 'runs'").get();
    if (typeof row?.["bytes"] === "number") return row["bytes"];
  } catch {
    // Built without dbstat.
  }
  return Number(database.prepare("SELECT count(*) AS runs FROM runs").get()?.["runs"] ?? 0) * mostRowBytes;
}

function freeOn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

function noRoomText(needed: number, free: number): string {
  const megabytes = (bytes: number) => `${Math.max(1, Math.ceil(bytes / 1_048_576)).toLocaleString("en-US")} MB`;
  return `The history needs ${megabytes(needed)} free on its disk to be brought up to date; ${megabytes(free)} are free. Until then it is shown and not changed, and new runs are not kept: make room and start Promptscope again.`;
}
