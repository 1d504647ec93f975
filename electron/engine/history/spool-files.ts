import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { StreamEvent } from "@shared/domain/run/stream-event.ts";
import { parseObject } from "../../../shared/domain/json/read-json.ts";
import { readStoredRecord, recordVersion } from "../../../shared/domain/run/upgrade-record.ts";
import { moveFileSync } from "../store/move-file.ts";
import { isSameProcess, processStart } from "../store/process-start.ts";
import { type HistoryPlace, historyPath } from "./history-path.ts";

/*
 * The files of the spool (`README.md#the-spool`), as whoever writes and whoever takes them in sees them: a file belongs
 * to the process its name says, and to nobody when that is gone or has let go of it.
 */

/** Where the spool of a history lies. */
export function spoolFolder(place: HistoryPlace): string {
  return historyPath(place, ".spool");
}

/** One line of a file. What a run is comes last: a later line of the same run counts. */
export type SpoolLine =
  | { begun: StoredLine }
  | { ended: StoredLine }
  | { id: string; events: StreamEvent[] }
  /** The database has it. */
  | { kept: string };

type StoredLine = RunRecord & { documentVersion: number };

/** A run as a file has it. */
export interface SpooledRun {
  record: RunRecord;
  events: StreamEvent[];
}

/** How long a file is taken for a living process's where the system does not say when that started. */
const beatMs = 60_000;

const nameForm = /^(\d+)-(\d+|x)-[\w-]+\.jsonl$/;

/** The name of a new file of this process. */
export function ownSpoolFile(): string {
  return `${process.pid}-${processStart(process.pid) ?? "x"}-${randomUUID()}.jsonl`;
}

/** The name of a file that anybody may take in: no process has the number 0. */
export function freeSpoolFile(): string {
  return `0-x-${randomUUID()}.jsonl`;
}

export function spoolLine(kind: "begun" | "ended", record: RunRecord): string {
  return JSON.stringify({ [kind]: { ...record, documentVersion: recordVersion } });
}

/** Files nobody writes any more, oldest first. Empty where there is no spool. */
export function abandonedFiles(folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(spoolFolder(folder));
  } catch {
    return []; // There is none, as nearly always.
  }
  const found = names.flatMap((name) => {
    const path = join(spoolFolder(folder), name);
    const since = isAbandoned(name, path);
    return since === undefined ? [] : [{ path, since }];
  });
  return found.sort((a, b) => a.since - b.since).map(({ path }) => path);
}

/** When a file was last written, if it is nobody's. */
function isAbandoned(name: string, path: string): number | undefined {
  const [, pid, started] = nameForm.exec(name) ?? [];
  const written = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  if (pid === undefined || written === undefined) return undefined;
  const isKnown = started !== "x";
  const lives = pid !== "0" && isSameProcess(Number(pid), isKnown ? Number(started) : null);
  return lives && (isKnown || Date.now() - written < beatMs) ? undefined : written;
}

/**
 * Makes a file this process's; of several that try, one gets it. Undefined: another has.
 * A crash while it is taken in leaves it as the file of a process that is gone, so that the next one takes it.
 */
export function claimFile(path: string): string | undefined {
  const claimed = join(path, "..", ownSpoolFile());
  try {
    moveFileSync(path, claimed);
    return claimed;
  } catch {
    return undefined;
  }
}

/** What a file has of runs that are not known to be in the database. A last line cut by a kill is passed over. */
export function readSpoolFile(path: string): SpooledRun[] {
  const runs = new Map<string, SpooledRun>();
  for (const text of readFileSync(path, "utf8").split("\n")) {
    const line = text === "" ? undefined : (parseObject(text) as SpoolLine | undefined);
    if (line) takeLine(line, runs);
  }
  return [...runs.values()];
}

function takeLine(line: SpoolLine, runs: Map<string, SpooledRun>): void {
  if ("kept" in line) runs.delete(line.kept);
  else if ("events" in line) runs.get(line.id)?.events.push(...line.events);
  else if ("begun" in line) setRun(line.begun, runs);
  else if ("ended" in line) setRun(line.ended, runs);
}

/** A record holds what was said up to it, so events count anew from here. */
function setRun(stored: StoredLine, runs: Map<string, SpooledRun>): void {
  const { exchanges } = stored;
  const record = { ...readStoredRecord(stored), exchanges };
  runs.set(record.id, { record, events: [] });
}
