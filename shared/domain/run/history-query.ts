import * as z from "zod";
import { promptLibraryIdSchema, versionTextSchema } from "../prompt/prompt.ts";
import { bestBlindOfSchema, ratingSchema } from "./history.ts";

/* What is asked of the history, as it is checked at the door; nothing here is needed before somebody asks. */

/** How a run ended, or that it has not: `running` now, `interrupted` because the app went away in the middle. */
const historyOutcomeSchema = z.enum([
  "running",
  "interrupted",
  "completed",
  "completed_unterminated",
  "truncated",
  "provider_error",
  "protocol_error",
  "connection_lost",
  "timeout",
  "limit_exceeded",
  "cancelled",
  "not_sent",
]);
export type HistoryOutcome = z.infer<typeof historyOutcomeSchema>;

/** Which runs to show; what is absent does not filter. */
export const historyFilterSchema = z.strictObject({
  /** Words that prompt, variables, messages, answer or error contain; the start of a word is enough. */
  text: z.string().max(500).optional(),
  promptLibrary: promptLibraryIdSchema.optional(),
  /** Null: only runs that say none. */
  promptConnection: z.string().min(1).max(200).nullable().optional(),
  /** With `promptConnection`: also runs that say none, as those kept by earlier versions do. */
  orUnplaced: z.boolean().optional(),
  promptName: z.string().max(1000).optional(),
  promptVersion: versionTextSchema.optional(),
  model: z.string().max(500).optional(),
  provider: z.string().max(100).optional(),
  outcomes: z.array(historyOutcomeSchema).max(20).optional(),
  httpStatus: z.number().int().optional(),
  /** At least this many stars. */
  minRating: ratingSchema.optional(),
  pinned: z.boolean().optional(),
  comparisonId: z.string().max(100).optional(),
  /** Only calls that came in through the gateway, or only runs that did not. */
  gateway: z.boolean().optional(),
  /** Runs of experiments one by one; else each experiment is one row, and none where something is looked for. */
  cells: z.boolean().optional(),
  /** UTC milliseconds, both included. */
  from: z.number().int().optional(),
  to: z.number().int().optional(),
});
export type HistoryFilter = z.infer<typeof historyFilterSchema>;

export const historyQuerySchema = z.strictObject({
  filter: historyFilterSchema,
  /** Only runs below this place: `next` of the page before. */
  before: z.strictObject({ startedAt: z.number().int(), sequence: z.number().int().positive() }).optional(),
  limit: z.number().int().min(1).max(200),
});
export type HistoryQuery = z.infer<typeof historyQuerySchema>;

export const runNotesChangeSchema = z.strictObject({
  rating: ratingSchema.nullable().optional(),
  note: z.string().max(10_000).nullable().optional(),
  pinned: z.boolean().optional(),
  bestBlindOf: bestBlindOfSchema.nullable().optional(),
});
export type RunNotesChange = z.infer<typeof runNotesChangeSchema>;

export const exportFormatSchema = z.enum(["json", "csv", "markdown", "har", "html"]);
export type ExportFormat = z.infer<typeof exportFormatSchema>;
