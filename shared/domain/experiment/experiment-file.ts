import * as z from "zod";
import { jsonObjectSchema, jsonValueSchema } from "../json/json.ts";
import { lazily } from "../late/lazily.ts";
import { placeholderValueSchema } from "../message/message.ts";
import { evaluatorSchema } from "./evaluator.ts";
import { readGate } from "./gate.ts";
import { promptSourceSchema } from "./prompt-source.ts";

/*
 * `experiment.yaml`: an experiment as a file, fit for git. Unknown keys are errors with line and column; paths are
 * relative to the file.
 */

const path = z.string().min(1).max(1_000);
const column = z.string().min(1).max(1_000);

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

const datasetKeys = ["version", "archived", "connection"] as const;

/** Rows of a file or of Langfuse, with the columns that are not found by their names, or rows in place. */
const dataset = z
  .strictObject({
    file: path.optional(),
    /** A dataset of Langfuse by its name. */
    langfuse: z.string().min(1).max(1_000).optional(),
    /** Of Langfuse's: as it was at this time. */
    version: z.iso.datetime({ offset: true }).optional(),
    /** Of Langfuse's: with the items that are archived. */
    archived: z.boolean().optional(),
    /** Which of several Langfuse projects. */
    connection: z.string().min(1).max(200).optional(),
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
  .refine((given) => [given.file, given.langfuse, given.rows].filter((one) => one !== undefined).length === 1, {
    message: "names a file, a dataset of Langfuse or has rows, one of them",
  })
  .refine(({ langfuse, ...given }) => langfuse !== undefined || !datasetKeys.some((key) => given[key] !== undefined), {
    message: "has version, archived and connection only beside langfuse",
  });

const name = z.string().min(1).max(100);

export const experimentFileSchema = lazily(() =>
  z.strictObject({
    name: z.string().min(1).max(500),
    dataset,
    variants: z
      .array(
        z.strictObject({
          name,
          prompt: promptSourceSchema(),
          model: z.string().min(1).max(500).optional(),
          parameters: jsonObjectSchema.optional(),
        }),
      )
      .min(1)
      .max(12),
    base: name.optional(),
    repetitions: z.number().int().min(1).max(10_000).optional(),
    seed: z.number().int().min(0).max(2_147_483_647).optional(),
    evaluators: z.array(evaluatorSchema()).max(100).optional(),
    verdict: z
      .strictObject({
        /** The score that decides: a name of an evaluator, or `pass`. */
        score: name.optional(),
        delta: z.number().gt(0).lt(1).optional(),
        alpha: z.number().gt(0).lt(0.5).optional(),
        /** Nothing more is sent for a variant that is decided while it runs. */
        stop_when_decided: z.boolean().optional(),
      })
      .optional(),
    limits: z
      .strictObject({
        /** US dollars. */
        cost: z.number().gt(0).optional(),
        calls: z.number().int().min(1).optional(),
        concurrency: z.number().int().min(1).max(1_000).optional(),
      })
      .optional(),
    gates: z
      .array(z.string().refine((text) => readGate(text) !== undefined, "is no gate; write “edit.pass >= 0.8”"))
      .max(100)
      .optional(),
  }),
);
export type ExperimentFile = z.infer<ReturnType<typeof experimentFileSchema>>;

/** For editors, which complete and check an `experiment.yaml` by it. */
export function experimentJsonSchema(): object {
  return {
    $id: "experiment.schema.json",
    ...z.toJSONSchema(experimentFileSchema(), { io: "input", unrepresentable: "any" }),
  };
}
