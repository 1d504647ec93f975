import type { HistoryRun, RunNotes, RunNotesChange } from "@shared/domain/run/history.ts";
import { believedTime } from "./believed-time.ts";
import { describeFault, faultOf } from "./database-fault.ts";
import { patienceMs } from "./database-handle.ts";
import { experimentCalls } from "./experiment-calls.ts";
import type { AsideCalls, DatabaseStatus, HistoryCalls, OwnerOptions } from "./history-calls.ts";
import { jobCalls } from "./job-calls.ts";
import { forgetEmptyJobs, livingJobs } from "./job-rows.ts";
import { type OpenedDatabase, type OpenOptions, openAfterDamage, openDatabase } from "./open-database.ts";
import { queriesOn } from "./queries.ts";
import { noteRemoval, type Removal } from "./removed-runs.ts";
import {
  applyRetention,
  bytesInUse,
  findOverLimits,
  ofNoExperiment,
  purgeDeleted,
  type Retention,
} from "./retention.ts";
import { notesNames, toNotes } from "./run-row.ts";
import { addRun, closeInterrupted, markDeleted, readRun, setNotes } from "./run-rows.ts";
import { takeInSpool } from "./spool-intake.ts";
import { createStatements, type Statements } from "./statements.ts";
import { writeRun } from "./write-run.ts";

/** The calls as the worker serves them; each may find the file damaged and go on with a salvaged one. */
export type HistoryDatabase = {
  [Name in Exclude<keyof HistoryCalls, keyof AsideCalls>]: (
    ...parameters: Parameters<HistoryCalls[Name]>
  ) => Promise<ReturnType<HistoryCalls[Name]>>;
};

/** Runs written between two looks at the limits. */
const writesPerRetention = 200;
/** Files of the spool taken in before somebody looks; more would be waited for. */
const filesPerIntake = 2;
/** After an intake that failed, by the clock nobody sets. */
const intakePauseMs = 2_000;

/** Opens the history of a folder, closes what was interrupted, and applies the limits. Synchronous inside each call. */
export async function openHistoryDatabase(options: OwnerOptions): Promise<HistoryDatabase> {
  const opening: OpenOptions = { folder: options.folder, maxPages: options.maxPages, now: Date.now };
  const notices: string[] = [];
  let retention = options.retention;
  let writes = 0;
  let nextIntake = 0;
  let doubtTold = "";
  let opened: OpenedDatabase;
  let sql: Statements | null = null;
  /** What earlier sessions left has been dealt with; what is deleted or runs from here on is this session's own. */
  let isTidied = false;
  /** Deleted in this session, by when: it can be brought back until the next start, also after a salvage. */
  const deletedNow = new Map<string, number>();
  await use(await openDatabase(opening));

  /** Damage that shows only now is dealt with as any: a history that does not open at all would keep nothing. */
  async function use(next: OpenedDatabase, mayMend = true): Promise<void> {
    opened = next;
    notices.push(...next.notices);
    sql = next.database && createStatements(next.database);
    if (!sql || next.readOnly) return;
    try {
      if (isTidied) goOn(sql);
      else tidy(sql);
      isTidied = true;
    } catch (error) {
      if (faultOf(error) === "corrupt" && mayMend) {
        sql = null;
        next.database?.close();
        return use(await openAfterDamage(opening, error), false);
      }
      opened = { ...next, problem: describeFault(error) };
    }
  }

  function tidy(statements: Statements): void {
    const interrupted = statements.transaction(() => {
      // A command may have the history open too and drive a job of its own.
      const living = livingJobs(statements);
      return closeInterrupted(statements, (jobId) => jobId === null || !living.includes(jobId));
    });
    tellInterrupted(interrupted + takeInSpool(statements, options.folder).interrupted);
    purgeDeleted(statements, noteRemoved);
    limit(statements);
  }

  /** In the middle of a session: runs that go on are no interrupted ones, and what was deleted stays undoable. */
  function goOn(statements: Statements): void {
    statements.transaction(() => {
      for (const [id, at] of deletedNow) markDeleted(statements, id, at);
    });
    takeInSpool(statements, options.folder);
    limit(statements);
  }

  /** Removes what is beyond the limits, jobs without runs included. Gives how many runs. */
  function limit(statements: Statements): number {
    const removed = applyRetention(statements, retention, ageBy(statements, retention), noteRemoved);
    statements.transaction(() => forgetEmptyJobs(statements));
    return removed;
  }

  /** What the age of runs counts by. */
  function ageBy(statements: Statements, { maxAgeDays }: Retention): number {
    if (maxAgeDays === null) return Date.now();
    const { now, doubt = "" } = believedTime(statements, options.folder, Date.now());
    if (doubt !== "" && doubt !== doubtTold) notices.push(doubt);
    doubtTold = doubt;
    return now;
  }

  function noteRemoved(ids: readonly string[], what: Removal = "removed"): void {
    noteRemoval(options.folder, ids, what);
  }

  function tellInterrupted(count: number): void {
    if (count === 0) return;
    notices.push(`${count} ${count === 1 ? "run was" : "runs were"} interrupted when Promptscope stopped.`);
  }

  /** What commands have left since: looked for before somebody looks, never waited for. */
  function takeInMeanwhile(): void {
    if (!sql || opened.readOnly || !opened.database || performance.now() < nextIntake) return;
    const wait = (milliseconds: number) => opened.database?.exec(`PRAGMA busy_timeout = ${milliseconds}`);
    try {
      wait(0);
      takeInSpool(sql, options.folder, filesPerIntake);
    } catch {
      // Somebody else writes, or the disk is full: it stays where it is.
      nextIntake = performance.now() + intakePauseMs;
    } finally {
      wait(patienceMs);
    }
  }

  function lookingBefore<T>(work: (statements: Statements) => T): Promise<T> {
    takeInMeanwhile();
    return withDatabase(work);
  }

  /** Runs `work`; when the file turns out to be damaged, once more on what could be saved of it. */
  async function withDatabase<T>(work: (statements: Statements) => T): Promise<T> {
    if (!sql) throw new Error(opened.problem ?? "The history is closed.");
    try {
      return work(sql);
    } catch (error) {
      if (faultOf(error) !== "corrupt" || opened.readOnly) throw error;
      sql = null;
      opened.database?.close();
      await use(await openAfterDamage(opening, error), false);
      if (!sql) throw error;
      return work(sql);
    }
  }

  function writing<T>(work: (statements: Statements) => T): Promise<T> {
    if (opened.readOnly) return Promise.reject(new Error(opened.problem ?? "The history is read-only."));
    return withDatabase((statements) => statements.transaction(() => work(statements)));
  }

  function status(): DatabaseStatus {
    const counted = sql?.get(
      `SELECT (SELECT count(*) FROM runs) - (SELECT count(*) FROM runs WHERE deleted_at IS NOT NULL) AS runs,
        (SELECT coalesce(max(sequence), 0) FROM runs) AS last`,
    );
    return {
      runs: Number(counted?.["runs"] ?? 0),
      bytes: sql ? bytesInUse(sql) : 0,
      readOnly: opened.readOnly,
      problem: opened.problem,
      notices: [...notices],
      lastSequence: Number(counted?.["last"] ?? 0),
    };
  }

  function mark(ids: string[], from: "IS NULL" | "IS NOT NULL", deletedAt: number | null): Promise<string[]> {
    return writing((statements) => {
      const marked = ids.filter((id) => {
        const row = statements.get(`SELECT 1 FROM runs WHERE id = ? AND deleted_at ${from} AND ${ofNoExperiment}`, id);
        if (row) markDeleted(statements, id, deletedAt);
        return row !== undefined;
      });
      noteRemoved(marked, deletedAt === null ? "back" : "deleted");
      return marked;
    });
  }

  async function remove(ids: string[]): Promise<string[]> {
    const at = Date.now();
    const deleted = await mark(ids, "IS NULL", at);
    for (const id of deleted) deletedNow.set(id, at);
    return deleted;
  }

  async function bringBack(ids: string[]): Promise<string[]> {
    const back = await mark(ids, "IS NOT NULL", null);
    for (const id of back) deletedNow.delete(id);
    return back;
  }

  return {
    async reopen() {
      if (!opened.readOnly && opened.problem === null) return status();
      sql = null;
      opened.database?.close();
      await use(await openDatabase(opening));
      return status();
    },
    async write(batch) {
      await writing((statements) => {
        for (const item of batch) writeRun(statements, item);
      });
      writes += batch.length;
      if (writes < writesPerRetention) return;
      writes = 0;
      await withDatabase(limit);
    },
    ...queriesOn(lookingBefore),
    get: (id) => lookingBefore((statements) => findRun(statements, id)),
    setNotes: (id, change) => writing((statements) => changeNotes(statements, id, change)),
    delete: remove,
    undelete: bringBack,
    add: (runs) => writing((statements) => addRuns(statements, runs)),
    async retain(next) {
      retention = next;
      return withDatabase((statements) => (opened.readOnly ? 0 : limit(statements)));
    },
    ...jobCalls({ reading: withDatabase, writing }),
    ...experimentCalls({ reading: withDatabase, writing }),
    overLimits: (wanted) => withDatabase((statements) => findOverLimits(statements, wanted, ageBy(statements, wanted))),
    status: async () => (sql ? lookingBefore(status) : status()),
    async close() {
      sql = null;
      opened.database?.close();
      opened = { ...opened, database: null };
    },
  };
}

export function findRun(sql: Statements, id: string): HistoryRun | null {
  const row = sql.get("SELECT sequence FROM runs WHERE id = ? AND deleted_at IS NULL", id);
  return (row && readRun(sql, Number(row["sequence"]))) ?? null;
}

function changeNotes(sql: Statements, id: string, change: RunNotesChange): boolean {
  const row = sql.get(`SELECT sequence, ${notesNames} FROM runs WHERE id = ?`, id);
  if (!row) return false;
  const notes: RunNotes = toNotes(row);
  setNotes(sql, Number(row["sequence"]), {
    rating: change.rating === undefined ? notes.rating : change.rating,
    note: change.note === undefined ? notes.note : change.note,
    pinned: change.pinned ?? notes.pinned,
    bestBlindOf: change.bestBlindOf === undefined ? notes.bestBlindOf : change.bestBlindOf,
  });
  return true;
}

function addRuns(sql: Statements, runs: readonly HistoryRun[]): { added: number; skipped: number } {
  const added = runs.filter((run) => addRun(sql, run)).length;
  return { added, skipped: runs.length - added };
}
