import { rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { foldEvent } from "../../../shared/domain/run/fold-events.ts";
import type { RunRecord } from "../../../shared/domain/run/run.ts";
import { moveFileSync } from "../store/move-file.ts";
import { cutShort, readRun, saveRun } from "./run-rows.ts";
import {
  abandonedFiles,
  claimFile,
  freeSpoolFile,
  readSpoolFile,
  type SpooledRun,
  spoolFolder,
} from "./spool-files.ts";
import type { Statements } from "./statements.ts";

/** What came out of the spool. */
export interface Intake {
  /** Runs whose process was gone before they had ended. */
  interrupted: number;
  /** Runs that had ended and could not be written then. */
  ended: number;
}

/**
 * Puts what nobody writes any more into the database, a file in each transaction. A file leaves only when the database
 * has it; taken in once more after a crash it changes nothing.
 * @throws as SQLite and node do; what was not taken in stays for the next one.
 */
export function takeInSpool(sql: Statements, folder: string, mostFiles = Number.POSITIVE_INFINITY): Intake {
  const intake: Intake = { interrupted: 0, ended: 0 };
  const abandoned = abandonedFiles(folder).slice(0, mostFiles);
  if (abandoned.length === 0) return intake;
  for (const path of abandoned) {
    const claimed = claimFile(path);
    if (claimed === undefined) continue;
    try {
      const runs = readSpoolFile(claimed);
      const put = sql.transaction(() => runs.map((run) => putIn(sql, run)));
      intake.interrupted += put.filter((what) => what === "interrupted").length;
      intake.ended += put.filter((what) => what === "ended").length;
      rmSync(claimed, { force: true });
    } catch (error) {
      moveFileSync(claimed, join(spoolFolder(folder), freeSpoolFile()));
      throw error;
    }
  }
  removeIfEmpty(spoolFolder(folder));
  return intake;
}

function removeIfEmpty(directory: string): void {
  try {
    rmdirSync(directory);
  } catch {
    // Somebody else keeps something there.
  }
}

/** What the database knows better stays: a run that has ended there, and one of which more was written down there. */
function putIn(sql: Statements, run: SpooledRun): keyof Intake | undefined {
  const known = sql.get("SELECT sequence, state FROM runs WHERE id = ?", run.record.id);
  if (known?.["state"] === "finished") return undefined;
  const ended = run.record.state === "finished";
  const record = ended ? run.record : interrupted(run.record, run.events);
  if (known && !ended && saidIn(readRun(sql, Number(known["sequence"]))?.record) >= saidIn(record)) return undefined;
  saveRun(sql, record);
  if (ended) return "ended";
  return known ? undefined : "interrupted";
}

function saidIn(record: RunRecord | undefined): number {
  return record ? record.output.text.length + record.output.reasoning.length : -1;
}

function interrupted(record: RunRecord, events: SpooledRun["events"]): RunRecord {
  const output = structuredClone(record.output);
  for (const event of events) foldEvent(output, event);
  return { ...record, output, state: "interrupted", exchanges: record.exchanges.map(cutShort) };
}
