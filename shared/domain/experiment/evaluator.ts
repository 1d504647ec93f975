import * as z from "zod";
import { jsonObjectSchema, jsonValueSchema } from "../json/json.ts";
import { lazily } from "../late/lazily.ts";
import { passRulePattern } from "./pass-rule.ts";
import { promptSourceSchema } from "./prompt-source.ts";

/*
 * Evaluators as data: from a cell to a score. How each one judges lies in `electron/engine/evaluators/`, one folder each.
 * In texts `{{expected}}` and `{{name}}` stand for what the row has.
 */

const rule = z.string().regex(passRulePattern, "is a comparison such as “>= 0.8” or “<= 5 s”");
const code = z.string().min(1).max(100_000);
const shared = {
  /** Of the score; the type where it is absent. */
  name: z.string().min(1).max(100).optional(),
  /** Whether a cell passes only when it does. Metrics gate only when told to. */
  gate: z.boolean().optional(),
  /** Passes when the rest does not. */
  not: z.boolean().optional(),
  /** In the mean of a row that passes at a threshold. */
  weight: z.number().min(0).max(1_000_000).optional(),
  /** JavaScript that changes the answer before it is looked at; of several each gets what the one before made. */
  transform: z.union([code, z.array(code).min(1).max(5)]).optional(),
};
const texts = { value: jsonValueSchema.optional(), ignore_case: z.boolean().optional() };
const similar = { value: jsonValueSchema.optional(), pass: rule.optional() };

/** A JSON schema, in place or in a file below the folder of the experiment. */
const schemaSource = jsonObjectSchema;

export const evaluatorSchema = lazily(() =>
  z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("equals"), ...shared, ...texts, trim: z.boolean().optional() }),
    z.strictObject({ type: z.literal("contains"), ...shared, ...texts }),
    z.strictObject({ type: z.literal("not-contains"), ...shared, ...texts }),
    z.strictObject({ type: z.literal("contains-any"), ...shared, ...texts }),
    z.strictObject({ type: z.literal("contains-all"), ...shared, ...texts }),
    z.strictObject({ type: z.literal("starts-with"), ...shared, ...texts }),
    z.strictObject({
      type: z.literal("regex"),
      ...shared,
      value: z.string().min(1).max(10_000),
      flags: z
        .string()
        .regex(/^[imsu]{0,4}$/, "is made of i, m, s and u")
        .optional(),
    }),
    // `within`: the first JSON in the text counts, whatever stands around it.
    z.strictObject({ type: z.literal("json-valid"), ...shared, within: z.boolean().optional() }),
    z.strictObject({
      type: z.literal("json-schema"),
      ...shared,
      schema: schemaSource,
      within: z.boolean().optional(),
    }),
    z.strictObject({
      type: z.literal("json-path"),
      ...shared,
      path: z.string().min(1).max(1_000),
      value: jsonValueSchema.optional(),
      within: z.boolean().optional(),
    }),
    z.strictObject({
      type: z.literal("number"),
      ...shared,
      value: jsonValueSchema.optional(),
      tolerance: z.number().min(0).optional(),
    }),
    z.strictObject({
      type: z.literal("length"),
      ...shared,
      unit: z.enum(["characters", "words"]).optional(),
      pass: rule,
    }),
    z.strictObject({
      type: z.literal("tool-called"),
      ...shared,
      tool: z.string().min(1).max(200),
      arguments: jsonObjectSchema.optional(),
    }),
    z.strictObject({ type: z.literal("refusal"), ...shared }),
    z.strictObject({
      type: z.literal("language"),
      ...shared,
      value: z.string().regex(/^[a-z]{2}$/, "is a code of two letters, such as de"),
    }),
    z.strictObject({ type: z.literal("latency"), ...shared, pass: rule.optional() }),
    z.strictObject({ type: z.literal("tokens"), ...shared, pass: rule.optional() }),
    z.strictObject({ type: z.literal("cost"), ...shared, pass: rule.optional() }),
    z.strictObject({
      type: z.literal("levenshtein"),
      ...shared,
      ...similar,
      /** Passes at so many changes or fewer, in place of `pass`. */
      most: z.number().min(0).optional(),
    }),
    z.strictObject({ type: z.literal("rouge-l"), ...shared, ...similar }),
    /** How near the answer is to a text in what they mean: the cosine of their vectors, which a model for embeddings gives. */
    z.strictObject({
      type: z.literal("cosine"),
      ...shared,
      ...similar,
      model: z.string().min(1).max(500),
      parameters: jsonObjectSchema.optional(),
    }),
    /** JavaScript of one's own, in place or in a file below the folder of the experiment. It runs shut off from everything. */
    z.strictObject({
      type: z.literal("code"),
      ...shared,
      code: z.union([code, z.strictObject({ file: z.string().min(1).max(1_000) })]),
      /** What a file exports; its default where it is absent. */
      entry: z.string().min(1).max(200).optional(),
      /** Handed to it as `context.config`. */
      config: jsonObjectSchema.optional(),
      pass: rule.optional(),
    }),
    /** A model judges: by a prompt of one's own, or by a rule in words. Its answer is `{score, reason}`. */
    z
      .strictObject({
        type: z.literal("judge"),
        ...shared,
        model: z.string().min(1).max(500),
        prompt: promptSourceSchema().optional(),
        rubric: z.string().min(1).max(100_000).optional(),
        parameters: jsonObjectSchema.optional(),
        pass: rule.optional(),
      })
      .refine(({ prompt, rubric }) => prompt !== undefined || rubric !== undefined, {
        message: "has a prompt or a rubric",
      }),
    /**
     * A model says which of two answers is better, asked in both orders: 1 for the cell's, 0 for the other, 0.5 for a tie
     * and where the order changes its mind. Its answer is `{reason, winner}`.
     */
    z
      .strictObject({
        type: z.literal("judge-pairwise"),
        ...shared,
        model: z.string().min(1).max(500),
        prompt: promptSourceSchema().optional(),
        rubric: z.string().min(1).max(100_000).optional(),
        parameters: jsonObjectSchema.optional(),
        /** The variant whose answer to the same row it is held against; the base where it is absent. */
        against: z.string().min(1).max(100).optional(),
        /** A text it is held against, in place of a variant's answer. */
        value: jsonValueSchema.optional(),
        pass: rule.optional(),
      })
      .refine(({ prompt, rubric }) => prompt !== undefined || rubric !== undefined, {
        message: "has a prompt or a rubric",
      })
      .refine(({ against, value }) => against === undefined || value === undefined, {
        message: "is held against a variant or a text, not both",
      }),
    /** People judge: pass or fail, one to five stars, or a label. Without what they say there is no score. */
    z
      .strictObject({
        type: z.literal("human"),
        ...shared,
        form: z.enum(["pass", "stars", "label"]),
        /** Labels to choose from. */
        labels: z.array(z.string().min(1).max(100)).min(1).max(50).optional(),
        /** Labels that pass. */
        passes: z.array(z.string().min(1).max(100)).min(1).max(50).optional(),
        /** Of stars, as they are given: 1 to 5. */
        pass: rule.optional(),
      })
      .refine(({ form, labels, passes }) => form === "label" || (labels === undefined && passes === undefined), {
        message: "has labels only where its form is label",
      })
      .refine(({ form, pass }) => form === "stars" || pass === undefined, {
        message: "has a rule only where its form is stars",
      }),
  ]),
);
export type Evaluator = z.infer<ReturnType<typeof evaluatorSchema>>;
export type EvaluatorType = Evaluator["type"];
export type EvaluatorOf<Type extends EvaluatorType> = Extract<Evaluator, { type: Type }>;

/** Those that ask a model. */
export type JudgeEvaluator = EvaluatorOf<"judge" | "judge-pairwise">;

export function isJudge(evaluator: Evaluator): evaluator is JudgeEvaluator {
  return evaluator.type === "judge" || evaluator.type === "judge-pairwise";
}

/** Those that cannot score without a call to a model: one that judges, or one that gives vectors. */
export type ModelEvaluator = JudgeEvaluator | EvaluatorOf<"cosine">;

export function asksModel(evaluator: Evaluator): evaluator is ModelEvaluator {
  return isJudge(evaluator) || evaluator.type === "cosine";
}

/** Those that are asked for: of a model, or of people. All others judge by themselves. */
export type AskedEvaluator = ModelEvaluator | EvaluatorOf<"human">;

export function isAsked(evaluator: Evaluator): evaluator is AskedEvaluator {
  return asksModel(evaluator) || evaluator.type === "human";
}

export function nameOf({ name, type }: Evaluator): string {
  return name ?? type;
}
const metrics: ReadonlySet<EvaluatorType> = new Set(["latency", "tokens", "cost"]);

/** Figures of a call, which are lower where they are better. */
export function isMetric(type: EvaluatorType): boolean {
  return metrics.has(type);
}

/** Whether a cell passes only when it does: what is measured gates when told to, what is judged unless told not to. */
export function isGating({ gate, type }: Evaluator): boolean {
  return gate ?? !isMetric(type);
}
