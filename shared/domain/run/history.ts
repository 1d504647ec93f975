import * as z from "zod";
import type { CompileMode } from "../prompt/compiled.ts";
import type { RunKind, RunRecord, RunState } from "./run.ts";
import type { RunPlace } from "./run-place.ts";
import type { Outcome, Usage } from "./stream-event.ts";

export type { ExportFormat, HistoryFilter, HistoryOutcome, HistoryQuery, RunNotesChange } from "./history-query.ts";

export const ratingSchema = z.number().int().min(1).max(5);

/** What a person adds to a run afterwards. */
export interface RunNotes {
  /** 1 to 5. */
  rating: number | null;
  note: string | null;
  /** Pinned runs are never removed by age or size. */
  pinned: boolean;
  /** It was voted the best of so many answers whose models were hidden. */
  bestBlindOf: number | null;
}

export const noNotes: RunNotes = { rating: null, note: null, pinned: false, bestBlindOf: null };

export const bestBlindOfSchema = z.number().int().min(2).max(1_000);

/** A row of the history list. */
export interface RunSummary extends RunNotes {
  id: string;
  sequence: number;
  /** UTC milliseconds. */
  startedAt: number;
  state: RunState;
  outcome: Outcome["kind"] | null;
  promptLibrary: string | null;
  /** Runs kept by earlier versions name none. */
  promptConnection: string | null;
  promptName: string | null;
  promptVersion: string | null;
  /** Of the text that was run; runs kept by earlier versions have none. */
  contentHash: string | null;
  /** It was of changed, unsaved text. */
  edited: boolean;
  kind: RunKind;
  /** The API the provider was spoken to in; null for what was not sent, and for runs of earlier versions. */
  api: string | null;
  promptLabel: string | null;
  compileMode: CompileMode | null;
  /** The model of the request, or the one asked for when no request was built. */
  model: string;
  provider: string | null;
  httpStatus: number | null;
  errorCode: string | null;
  totalMs: number | null;
  ttftMs: number | null;
  usage: Usage;
  comparisonId: string | null;
  /** Shown of a run that was replayed from a cassette. */
  replayed: boolean;
  /** Came in through the gateway. */
  gateway: boolean;
  /** The first characters of the answer, of the tools it calls, or of the error's message. */
  excerpt: string;
  /** The experiment that it stands for, being the first of its runs; null for any other run. */
  experiment: { jobId: string; title: string; cells: number } | null;
  /** Deleted, and brought back by an undo until the next start. */
  deleted: boolean;
}

/** A run as it was, with what was added to it. */
export interface HistoryRun {
  record: RunRecord;
  notes: RunNotes;
}

/** Newest first. `next` is the place of the last one, after which the next page begins; null on the last page. */
export interface HistoryPage {
  runs: RunSummary[];
  next: RunPlace | null;
}

/** The values there are to filter by. */
export interface HistoryFacets {
  prompts: { library: string; connection?: string; name: string; versions: string[] }[];
  models: string[];
  providers: string[];
}

/** Under which names runs were given values. */
export interface SentNames {
  /** How many were looked at. */
  runs: number;
  /** How many of them have a value under the name; a name that none has is not there. */
  names: Record<string, number>;
}

export interface HistoryStatus {
  /** Runs that are kept; deleted ones do not count. */
  runs: number;
  /** In use in the database file. */
  bytes: number;
  /** Nothing is written: a newer version's database, a read-only or full disk. */
  readOnly: boolean;
  /** Runs that are in memory only because they could not be written; tried again until it works. */
  unsaved: number;
  /** Why runs are not being kept now, in words for a person. */
  problem: string | null;
  /** What was found and done when the history was opened. */
  notices: string[];
}

/** How long runs are kept; null is no limit. Pinned runs and those under way always are. */
export const historyLimitsSchema = z.strictObject({
  maxAgeDays: z.number().int().min(1).max(36_500).nullable(),
  /** Of all runs together, in units of 2³⁰ bytes. */
  maxGigabytes: z.number().min(0.01).max(10_000).nullable(),
});
export type HistoryLimits = z.infer<typeof historyLimitsSchema>;

/** What limits would remove now. */
export interface RunsOverLimits {
  runs: number;
  bytes: number;
}

/** A file as the interface offers it for saving. */
export interface SavedFile {
  fileName: string;
  mediaType: string;
  text: string;
}

export interface ExportedFile extends SavedFile {
  runs: number;
  /** True when there were more runs than one file takes. */
  truncated: boolean;
}

export interface ImportResult {
  added: number;
  /** Runs that were there already. */
  skipped: number;
}
