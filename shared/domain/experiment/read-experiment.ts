import type { RowList } from "../dataset/row-list.ts";
import type { JsonObject, JsonValue } from "../json/json.ts";
import type { Message } from "../message/message.ts";
import type { PromptContent, PromptRef, TemplateFormat } from "../prompt/prompt.ts";
import type { Evaluator } from "./evaluator.ts";
import type { Gate } from "./gate.ts";

/*
 * An experiment as it was read, from `experiment.yaml` or from a promptfoo config: rows × variants × evaluators, with
 * everything that was found on the way by file and line. Nothing has been called.
 */

/** Something to be said of a place of a file. */
export interface Finding {
  file: string;
  line: number;
  column?: number;
  code: string;
  message: string;
}

/** A check of a row as its file has it, and as an evaluator where there is one for it. */
export interface RowCheck {
  written: JsonObject;
  file: string;
  line: number;
  evaluator?: Evaluator;
  /** It is made of others: their weighted mean reaches the threshold, or all of them pass. */
  set?: { threshold?: number; checks: RowCheck[] };
}

export interface ExperimentRow {
  id: string;
  /** For a person. */
  description?: string;
  variables: JsonObject;
  placeholders: JsonObject;
  expected?: JsonValue;
  /** Rows of one group are one unit of the statistics. */
  group?: string;
  /** What scores are shown by. */
  facet?: string;
  /** Answers that are there already, by what a variant calls them. */
  answers?: Record<string, string>;
  metadata?: JsonObject;
  /** Its checks pass at this weighted mean; without it all gating ones must. */
  threshold?: number;
  checks: RowCheck[];
  /** The values as a `template` gets them, where they are not the variables as they are written. */
  filled?: JsonObject;
  /** Stands before and behind the text of a `template`. */
  around?: [string, string];
  /** Only these variants run on it. */
  only?: { prompts?: string[]; providers?: string[] };
}

/**
 * The text of a variant. `content`: as it stands. `ref`: in a library. `template`: of promptfoo's kind, filled by its
 * rules before anything is sent.
 */
export type ExperimentPrompt =
  | { kind: "content"; label: string; content: PromptContent; base: PromptRef; templateFormat?: TemplateFormat }
  | { kind: "ref"; label: string; ref: PromptRef }
  | { kind: "template"; label: string; raw: string; messages: JsonValue[] | null }
  /** There is none: the answers are there already, in a column. */
  | { kind: "given"; label: string; column: string };

/** A model with its parameters, as its file names it. */
export interface ExperimentProvider {
  id: string;
  label?: string;
  /** As ours; absent where it is no model. */
  model?: string;
  parameters: JsonObject;
  /** The API it is asked in, and features a header names, where the file says so. */
  api?: string;
  betas?: string[];
  /** Only with these prompts. */
  prompts?: string[];
  /** Its own address. */
  baseUrl?: string;
  /** It answers with what it was sent. */
  echoes?: true;
}

export interface ExperimentVariant {
  name: string;
  prompt: ExperimentPrompt;
  provider: ExperimentProvider;
}

/** Code out of a file, which is shown to a person before it first runs. */
export interface CodeFile {
  /** Where it is named. */
  file: string;
  line: number;
  path: string;
  code: string;
}

export interface ReadExperiment {
  form: "experiment" | "promptfoo";
  name: string;
  prompts: ExperimentPrompt[];
  providers: ExperimentProvider[];
  variants: ExperimentVariant[];
  rows: RowList<ExperimentRow>;
  base?: string;
  repetitions: number;
  seed: number;
  verdict: { score: string; delta: number; alpha: number; stopWhenDecided?: boolean };
  limits: { cost?: number; calls?: number; concurrency?: number };
  gates: Gate[];
  /** Models that judge, in the order they are named. */
  judges: string[];
  codeFiles: CodeFile[];
  warnings: Finding[];
  /** Parts that were left out. */
  refusals: Finding[];
}

export type ExperimentOutcome =
  | { read: "ok" | "warn"; experiment: ReadExperiment }
  /** Nothing is read. */
  | { read: "error"; errors: Finding[] };

/** Whether a variant runs on a row. */
export function runsOn({ only }: ExperimentRow, { prompt, provider }: ExperimentVariant): boolean {
  const isNamed = (names: string[] | undefined, given: (string | undefined)[]) =>
    names === undefined || given.some((one) => one !== undefined && names.some((name) => matches(name, one)));
  return isNamed(only?.prompts, [prompt.label]) && isNamed(only?.providers, [provider.label, provider.id]);
}

/** `group:*` names all that begin so. */
export function matches(pattern: string, name: string): boolean {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}

/** One call that an experiment is made of, repetitions aside. */
export interface FilledCell {
  row: number;
  variant: ExperimentVariant;
  /** Absent where its prompt lies in a library that was not asked. */
  messages?: Message[];
  /** Where there is one message of the user and no more. */
  text?: string;
  /** The answer that is there already: nothing is sent. */
  given?: string;
  problem?: string;
}
