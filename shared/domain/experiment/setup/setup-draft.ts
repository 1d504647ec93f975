import type { JsonObject } from "../../json/json.ts";
import type { Evaluator } from "../evaluator.ts";
import type { ExperimentFile } from "../experiment-file.ts";
import type { JoinedEarlier } from "../experiment-setup.ts";
import type { PromptSource } from "../prompt-source.ts";
import type { ChosenMapping } from "./setup-mapping.ts";
import type { SetupRow } from "./setup-rows.ts";
import type { StartedSetup } from "./started-setup.ts";
import { unfinishedEvaluator } from "./unfinished-evaluator.ts";

/*
 * A set-up as it is typed: what survives a restart. Its rows are kept beside it (`dataset-table.ts`), since they are large
 * and change seldom.
 */

export interface SetupVariant {
  id: string;
  /** Absent: it is called by its place, A, B, C. */
  name?: string;
  prompt: PromptSource;
  /** Absent: the one of the prompt's config. */
  model?: string;
  /** The API it is asked in, and features a header names, where somebody chose them. */
  api?: string;
  betas?: string[];
  parameters: JsonObject;
}

export interface SetupDraft {
  version: 1;
  name: string;
  /** What a person settled of the mapping. */
  chosen: ChosenMapping;
  variants: SetupVariant[];
  /** The id of a variant; absent: the first. */
  base?: string;
  repetitions: number;
  seed: number;
  /** As they are typed: one need not be whole yet. */
  evaluators: { id: string; evaluator: JsonObject }[];
  verdict: {
    score: string;
    delta: number;
    alpha: number;
    stop_when_decided?: boolean;
  };
  limits: {
    /** US dollars; null: no limit. */
    cost: number | null;
    calls: number | null;
    /** Null leaves it to the queue. */
    concurrency: number | null;
  };
  gates: string[];
  /** It is a sample of the product, and says so. */
  sample?: true;
  /** An earlier experiment, by its title, whose answers are not sent for again. */
  joins?: JoinedEarlier & { title: string };
  /** The experiment it was started as last, and what it was then. */
  started?: StartedSetup;
}
export type DraftEvaluator = SetupDraft["evaluators"][number];

export const mostSetupVariants = 12;

export const emptySetup: SetupDraft = {
  version: 1,
  name: "",
  chosen: { columns: {}, fixed: {} },
  variants: [],
  repetitions: 1,
  seed: 1,
  evaluators: [],
  verdict: { score: "pass", delta: 0.05, alpha: 0.05 },
  limits: { cost: null, calls: null, concurrency: null },
  gates: [],
};

/** A, B, C … by place. */
export function variantLetter(index: number): string {
  return String.fromCharCode(65 + index);
}

/** What a variant is called in verdicts, gates and the file: its own name, else its letter. */
export function variantName({ variants }: Pick<SetupDraft, "variants">, variantId: string): string {
  const index = variants.findIndex(({ id: own }) => own === variantId);
  return variants[index]?.name ?? variantLetter(Math.max(0, index));
}

/** The id of the base; undefined where there are no variants. */
export function baseOf({ base, variants }: Pick<SetupDraft, "base" | "variants">): string | undefined {
  return variants.some(({ id: own }) => own === base) ? base : variants[0]?.id;
}

/**
 * The experiment a draft stands for, with its rows in place. Evaluators that are not whole are not in it:
 * whoever starts it must ask `unfinishedEvaluator` before.
 */
export function experimentOf(draft: SetupDraft, rows: readonly SetupRow[]): ExperimentFile {
  const { name, repetitions, seed, evaluators, verdict, limits, gates, variants } = draft;
  const base = baseOf(draft);
  const kept = Object.entries(limits).filter(([, limit]) => limit !== null);
  return {
    name: name.trim() || "Experiment",
    dataset: { rows: [...rows] },
    variants: variants.map(({ id: own, prompt, model, api, betas, parameters }) => ({
      name: variantName(draft, own),
      prompt,
      ...(model === undefined ? {} : { model }),
      ...(api === undefined ? {} : { api }),
      ...(betas === undefined ? {} : { betas }),
      ...(Object.keys(parameters).length > 0 ? { parameters } : {}),
    })),
    ...(base === undefined ? {} : { base: variantName(draft, base) }),
    repetitions,
    seed,
    // What is whole is checked once more at the engine's door.
    evaluators: evaluators.flatMap(({ evaluator }) =>
      unfinishedEvaluator(evaluator) === undefined ? [evaluator as Evaluator] : [],
    ),
    verdict,
    ...(kept.length > 0 ? { limits: Object.fromEntries(kept) } : {}),
    ...(gates.length > 0 ? { gates } : {}),
  };
}
