import * as z from "zod";
import { jsonObjectSchema } from "../json/json.ts";
import { placeholderValueSchema } from "../message/message.ts";
import { type RunRequest, runRequestSchema } from "../run/run.ts";

const id = z.string().min(1).max(100);
/** Of one job; a pass over more is more than one wants to look at. */
const mostCells = 20_000;

/** A job of kind `cells`: every row with every variant, as often as asked. Requests are frozen at its start. */
export const cellsSpecSchema = z
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
    /** The most cells under way at once; absent leaves it to the queue of calls. */
    concurrency: z.number().int().min(1).max(1_000).optional(),
  })
  .refine(({ rows, variants, repetitions }) => Math.max(1, rows.length) * variants.length * repetitions <= mostCells, {
    message: `at most ${mostCells} cells`,
  });
export type CellsSpec = z.infer<typeof cellsSpecSchema>;
export type CellsRow = CellsSpec["rows"][number];

/** A cell that can be sent. */
export interface Cell {
  cell: string;
  /** Cells of one group belong together; groups follow each other. */
  group: string;
  request: RunRequest;
}

/** Where a cell stands in its job. `row` is empty in a job without rows. */
export interface CellPlace {
  row: string;
  variant: string;
  /** From 0. */
  repetition: number;
}

function nameCell({ row, variant, repetition }: CellPlace): string {
  return [row, variant, String(repetition)].map(encodeURIComponent).join("/");
}

/** The place a cell's name tells; undefined for a name of another kind of job. */
export function placeOfCell(cell: string): CellPlace | undefined {
  const [row, variant, repetition, ...rest] = cell.split("/");
  if (row === undefined || variant === undefined || repetition === undefined || rest.length > 0) return undefined;
  return { row: decodeURIComponent(row), variant: decodeURIComponent(variant), repetition: Number(repetition) };
}

/** Every cell of a job, in the order they begin. Runs of one row are one comparison. */
export function expandCells(spec: CellsSpec, jobId: string): Cell[] {
  const { rows, variants, repetitions } = spec;
  const places: (CellsRow | null)[] = rows.length === 0 ? [null] : rows;
  return places.flatMap((row, index) =>
    variants.flatMap((variant) =>
      Array.from({ length: repetitions }, (_, repetition) => {
        const values = row && !variant.ownValues ? { variables: row.variables, placeholders: row.placeholders } : {};
        const comparison = { id: row ? `${jobId}-${index}` : jobId, variantId: variant.id, repetition };
        const isAlone = variants.length * repetitions === 1;
        return {
          cell: nameCell({ row: row?.id ?? "", variant: variant.id, repetition }),
          group: row?.id ?? "",
          request: { ...variant.request, ...values, ...(isAlone ? {} : { comparison }) },
        };
      }),
    ),
  );
}
