import * as z from "zod";
import { jsonObjectSchema } from "../json/json.ts";
import { lazily } from "../late/lazily.ts";
import { betaPattern } from "../text/beta-names.ts";
import { datasetSourceSchema } from "./dataset-source.ts";
import { evaluatorSchema } from "./evaluator.ts";
import { readGate } from "./gate.ts";
import { promptSourceSchema } from "./prompt-source.ts";

/*
 * `experiment.yaml`: an experiment as a file, fit for git. Unknown keys are errors with line and column; paths are
 * relative to the file.
 */

const name = z.string().min(1).max(100);

export const experimentFileSchema = lazily(() =>
  z.strictObject({
    name: z.string().min(1).max(500),
    dataset: datasetSourceSchema(),
    variants: z
      .array(
        z.strictObject({
          name,
          prompt: promptSourceSchema(),
          model: z.string().min(1).max(500).optional(),
          /** `chat-completions`, `responses` or `messages`, where its provider speaks several. */
          api: z.string().min(1).max(100).optional(),
          /** Features that a header names, such as those of `anthropic-beta`. */
          betas: z.array(z.string().regex(betaPattern, "is a name without blanks")).max(50).optional(),
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
