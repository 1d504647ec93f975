import * as z from "zod";
import { jsonObjectSchema } from "../json/json.ts";
import { lazily } from "../late/lazily.ts";
import { placeholderValueSchema } from "../message/message.ts";
import { runRequestSchema } from "../run/run.ts";

const id = z.string().min(1).max(100);
/** Of one job; a pass over more is more than one wants to look at. */
const mostCells = 20_000;

/** A job of kind `cells`: every row with every variant, as often as asked. Requests are frozen at its start. */
export const cellsSpecSchema = lazily(() =>
  z
    .strictObject({
      title: z.string().min(1).max(500),
      /** Values that take the place of the variants'; without rows each variant runs with its own. */
      rows: z
        .array(
          z.strictObject({
            id,
            name: z.string().max(200),
            variables: jsonObjectSchema,
            placeholders: z.record(z.string(), placeholderValueSchema),
          }),
        )
        .max(5_000),
      variants: z
        .array(
          z.strictObject({
            id,
            request: runRequestSchema,
            /** It has values of its own, which rows leave alone. */
            ownValues: z.boolean(),
          }),
        )
        .min(1)
        .max(100),
      repetitions: z.number().int().min(1).max(10_000),
      /** A row begins when the one before has ended. */
      rowByRow: z.boolean(),
      /** So many cells under way at once, as a person has said it; absent: as many as each key is found to take. */
      concurrency: z.number().int().min(1).max(1_000).optional(),
    })
    .refine(
      ({ rows, variants, repetitions }) => Math.max(1, rows.length) * variants.length * repetitions <= mostCells,
      {
        message: `at most ${mostCells} cells`,
      },
    ),
);
export type CellsSpec = z.infer<ReturnType<typeof cellsSpecSchema>>;
