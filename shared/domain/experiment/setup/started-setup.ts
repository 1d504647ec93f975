import type { JsonValue } from "../../json/json.ts";
import { stableJson } from "../../json/stable-json.ts";
import type { PromptContent } from "../../prompt/prompt.ts";
import type { ExperimentFile } from "../experiment-file.ts";
import type { FileRows } from "./file-rows.ts";

/*
 * What a set-up was when an experiment was started from it, by marks that tell whether a part of it is another one by now.
 */

export interface StartedSetup {
  jobId: string;
  /** UTC milliseconds. */
  at: number;
  /** By name; `text` is null where its prompt had not been read. */
  variants: Record<string, { set: string; text: string | null }>;
  /** Of a long file a single mark, of how it is read and what goes where. */
  rows: string[];
  evaluators: Record<string, string>;
}

/** What is other than at the start; names in the order of the set-up, those that are gone at the end. */
export interface SetupChanges {
  variants: string[];
  /** Rows that are other, new or gone; null where those of a long file are, which nobody counts. */
  rows: number | null;
  evaluators: string[];
}

const fileMark = "file:";

/** The text of a variant's prompt as it stands now; undefined while it is not known. */
export type TextOfVariant = (variant: ExperimentFile["variants"][number]) => PromptContent | undefined;

export function markSetup(
  { variants, dataset, evaluators = [] }: ExperimentFile,
  textOf: TextOfVariant,
  fileRows?: FileRows,
): Omit<StartedSetup, "jobId" | "at"> {
  return {
    variants: Object.fromEntries(
      variants.map((variant) => {
        const content = textOf(variant);
        return [variant.name, { set: markOf(variant), text: content === undefined ? null : markOf(content) }];
      }),
    ),
    rows: fileRows ? [fileMark + markOf(fileRows)] : (dataset.rows ?? []).map(markOf),
    evaluators: Object.fromEntries(evaluators.map((one) => [one.name ?? one.type, markOf(one)])),
  };
}

export function changesSince(started: StartedSetup, now: Omit<StartedSetup, "jobId" | "at">): SetupChanges {
  const isOther = (name: string) => {
    const [was, is] = [started.variants[name], now.variants[name]];
    if (!was || !is || was.set !== is.set) return true;
    return was.text !== null && is.text !== null && was.text !== is.text;
  };
  const others = Array.from({ length: Math.max(started.rows.length, now.rows.length) }, (_, at) => at).filter(
    (at) => started.rows[at] !== now.rows[at],
  );
  const isOfFile = [started, now].some(({ rows }) => rows[0]?.startsWith(fileMark));
  return {
    variants: namesOf(now.variants, started.variants).filter(isOther),
    rows: isOfFile && others.length > 0 ? null : others.length,
    evaluators: namesOf(now.evaluators, started.evaluators).filter(
      (name) => started.evaluators[name] !== now.evaluators[name],
    ),
  };
}

/** “B, 3 rows and the evaluator polite”; undefined where nothing is other. */
export function changesWords({ variants, rows, evaluators }: SetupChanges): string | undefined {
  const parts = [
    ...variants,
    ...(rows === 0 ? [] : [rows === null ? "the rows" : rows === 1 ? "1 row" : `${rows} rows`]),
    ...evaluators.map((name) => `the evaluator ${name}`),
  ];
  const last = parts.pop();
  if (last === undefined) return undefined;
  return parts.length === 0 ? last : `${parts.join(", ")} and ${last}`;
}

function namesOf(...records: Record<string, unknown>[]): string[] {
  return [...new Set(records.flatMap((record) => Object.keys(record)))];
}

/** FNV-1a over the characters, twice with other seeds: 64 bits are enough to see that something was changed. */
function markOf(value: unknown): string {
  const text = stableJson(JSON.parse(JSON.stringify(value)) as JsonValue);
  return [0x811c9dc5, 0x01000193].map((seed) => fnv1a(text, seed).toString(36)).join(".");
}

function fnv1a(text: string, seed: number): number {
  let hash = seed;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash;
}
