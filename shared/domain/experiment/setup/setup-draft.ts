import * as z from "zod";
import { type JsonObject, jsonObjectSchema } from "../../json/json.ts";
import { lazily } from "../../late/lazily.ts";
import type { Evaluator } from "../evaluator.ts";
import { evaluatorSchema } from "../evaluator.ts";
import type { ExperimentFile } from "../experiment-file.ts";
import { promptSourceSchema } from "../prompt-source.ts";
import type { ColumnTarget } from "./setup-mapping.ts";
import type { SetupRow } from "./setup-rows.ts";

/*
 * A set-up as it is typed: what survives a restart. Its rows are kept beside it (`dataset-table.ts`), since they are large
 * and change seldom.
 */

const id = z.string().min(1).max(100);

const columnTargetSchema = z.custom<ColumnTarget>(
  (value) =>
    typeof value === "string" &&
    /^(?:variable:|placeholder:|(?:expected|group|facet|metadata|name|nothing)$)/.test(value),
);

const variantSchema = lazily(() =>
  z.strictObject({
    id,
    /** Absent: it is called by its place, A, B, C. */
    name: z.string().min(1).max(100).optional(),
    prompt: promptSourceSchema(),
    /** Absent: the one of the prompt's config. */
    model: z.string().min(1).max(500).optional(),
    parameters: jsonObjectSchema,
  }),
);
export type SetupVariant = z.infer<ReturnType<typeof variantSchema>>;

export const setupDraftSchema = lazily(() =>
  z.strictObject({
    version: z.literal(1),
    name: z.string().max(500),
    /** What a person settled of the mapping. */
    chosen: z.strictObject({
      columns: z.record(z.string(), columnTargetSchema),
      fixed: z.record(z.string(), z.string()),
    }),
    variants: z.array(variantSchema()).max(12),
    /** The id of a variant; absent: the first. */
    base: id.optional(),
    repetitions: z.number().int().min(1).max(10_000),
    seed: z.number().int().min(0).max(2_147_483_647),
    /** As they are typed: one need not be whole yet. */
    evaluators: z.array(z.strictObject({ id, evaluator: jsonObjectSchema })).max(100),
    verdict: z.strictObject({
      score: z.string().min(1).max(100),
      delta: z.number().gt(0).lt(1),
      alpha: z.number().gt(0).lt(0.5),
    }),
    limits: z.strictObject({
      /** US dollars; null: no limit. */
      cost: z.number().gt(0).nullable(),
      calls: z.number().int().min(1).nullable(),
      /** Null leaves it to the queue. */
      concurrency: z.number().int().min(1).max(1_000).nullable(),
    }),
    gates: z.array(z.string().max(1_000)).max(100),
    /** It is a sample of the product, and says so. */
    sample: z.literal(true).optional(),
  }),
);
export type SetupDraft = z.infer<ReturnType<typeof setupDraftSchema>>;
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

/** The evaluator as it is judged by, or what is wrong with it in words for a person. */
export function wholeEvaluator(evaluator: JsonObject): { evaluator: Evaluator } | { problem: string } {
  const parsed = evaluatorSchema().safeParse(evaluator);
  if (parsed.success) return { evaluator: parsed.data };
  const [issue] = parsed.error.issues;
  const place = issue?.path.join(".") ?? "";
  return { problem: place === "" ? (issue?.message ?? "is not whole") : `${place}: ${issue?.message ?? ""}` };
}

/**
 * The experiment a draft stands for, with its rows in place. Evaluators that are not whole are not in it:
 * whoever starts it must ask `wholeEvaluator` before.
 */
export function experimentOf(draft: SetupDraft, rows: readonly SetupRow[]): ExperimentFile {
  const { name, repetitions, seed, evaluators, verdict, limits, gates, variants } = draft;
  const base = baseOf(draft);
  const kept = Object.entries(limits).filter(([, limit]) => limit !== null);
  return {
    name: name.trim() || "Experiment",
    dataset: { rows: [...rows] },
    variants: variants.map(({ id: own, prompt, model, parameters }) => ({
      name: variantName(draft, own),
      prompt,
      ...(model === undefined ? {} : { model }),
      ...(Object.keys(parameters).length > 0 ? { parameters } : {}),
    })),
    ...(base === undefined ? {} : { base: variantName(draft, base) }),
    repetitions,
    seed,
    evaluators: evaluators.flatMap(({ evaluator }) => {
      const whole = wholeEvaluator(evaluator);
      return "evaluator" in whole ? [whole.evaluator] : [];
    }),
    verdict,
    ...(kept.length > 0 ? { limits: Object.fromEntries(kept) } : {}),
    ...(gates.length > 0 ? { gates } : {}),
  };
}
