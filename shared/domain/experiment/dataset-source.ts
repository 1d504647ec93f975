import * as z from "zod";
import { jsonObjectSchema, jsonValueSchema } from "../json/json.ts";
import { lazily } from "../late/lazily.ts";
import { placeholderValueSchema } from "../message/message.ts";
import { promptLibraryKeys } from "./source-of-prompt.ts";

/* Where the rows of an `experiment.yaml` come from. */

const path = z.string().min(1).max(1_000);
const column = z.string().min(1).max(1_000);
const libraryName = z.string().min(1).max(1_000).optional();
const time = z.iso.datetime({ offset: true });

type LibraryKey = (typeof promptLibraryKeys)[number];
/** Which prompt, whatever its version: `langfuse: support/reply`. */
const promptNames = {
  ...(Object.fromEntries(promptLibraryKeys.map((key) => [key, libraryName])) as Record<LibraryKey, typeof libraryName>),
  /** Which of several Langfuse projects. */
  connection: z.string().min(1).max(200).optional(),
};

/** Runs of the history, newest first, each set of values once; what is absent does not filter. */
export const runsSourceSchema = z.strictObject({
  ...promptNames,
  version: z.union([z.string().min(1).max(200), z.number().int().positive()]).optional(),
  model: z.string().min(1).max(500).optional(),
  provider: z.string().min(1).max(100).optional(),
  /** Words that prompt, values, messages or answer contain. */
  text: z.string().min(1).max(500).optional(),
  /** Only calls that came in through the gateway, or only runs that did not. */
  gateway: z.boolean().optional(),
  pinned: z.boolean().optional(),
  /** At least this many stars. */
  min_rating: z.number().int().min(1).max(5).optional(),
  since: time.optional(),
  until: time.optional(),
  /** How many runs are looked through. */
  most: z.number().int().min(1).max(10_000).optional(),
});

const saved = z.strictObject(promptNames).refine((given) => countOf(given, promptLibraryKeys) === 1, {
  message: `names the prompt whose saved inputs they are: one of ${promptLibraryKeys.join(", ")}`,
});

const row = z.strictObject({
  id: z.string().min(1).max(100).optional(),
  name: z.string().max(200).optional(),
  variables: jsonObjectSchema.optional(),
  placeholders: z.record(z.string(), placeholderValueSchema).optional(),
  expected: jsonValueSchema.optional(),
  group: z.string().max(1_000).optional(),
  facet: z.string().max(1_000).optional(),
  /** Answers that are there already, by what prompts call them: `prompt: { answers: NAME }`. */
  answers: z.record(z.string().max(1_000), jsonValueSchema).optional(),
  metadata: jsonObjectSchema.optional(),
});

const sources = ["file", "langfuse", "runs", "saved", "rows"] as const;
const datasetKeys = ["version", "archived", "connection"] as const;

/** Rows of a file, of Langfuse, of what this profile keeps, with the columns that are not found by their names, or in place. */
export const datasetSourceSchema = lazily(() =>
  z
    .strictObject({
      file: path.optional(),
      /** A dataset of Langfuse by its name. */
      langfuse: z.string().min(1).max(1_000).optional(),
      /** Of Langfuse's: as it was at this time. */
      version: time.optional(),
      /** Of Langfuse's: with the items that are archived. */
      archived: z.boolean().optional(),
      /** Which of several Langfuse projects. */
      connection: z.string().min(1).max(200).optional(),
      /** What was run before, in the app, by the command line or through the gateway. */
      runs: runsSourceSchema.optional(),
      /** The saved inputs of a prompt. */
      saved: saved.optional(),
      rows: z.array(row).min(1).max(100_000).optional(),
      /** Column by variable. */
      map: z.record(z.string(), column).optional(),
      placeholders: z.record(z.string(), column).optional(),
      expected: column.optional(),
      group: column.optional(),
      facet: column.optional(),
      id: column.optional(),
      metadata: z.array(column).max(1_000).optional(),
    })
    .refine((given) => countOf(given, sources) === 1, {
      message: "names a file, a dataset of Langfuse, runs, saved inputs or has rows, one of them",
    })
    .refine((given) => given.langfuse !== undefined || countOf(given, datasetKeys) === 0, {
      message: "has version, archived and connection only beside langfuse",
    }),
);
export type DatasetSource = z.infer<ReturnType<typeof datasetSourceSchema>>;
export type RunsSource = z.infer<typeof runsSourceSchema>;
export type SavedSource = z.infer<typeof saved>;

function countOf(given: Readonly<Record<string, unknown>>, keys: readonly string[]): number {
  return keys.filter((key) => given[key] !== undefined).length;
}
