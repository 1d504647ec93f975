import * as z from "zod";
import { mostAddedRows } from "../domain/experiment/setup/rows-patch.ts";

/* Rows that the engine has, as routes name them. */

const text = z.string().max(1_000);

export const rowsFileShape = {
  /** A file that was handed over, or the experiment that has kept them. */
  file: z.uuid(),
  of: z.literal("experiment").exactOptional(),
  name: z.string().min(1).max(500),
  variables: z.array(text).max(1_000),
  /** What it is, where what was found is wrong. */
  readAs: z.strictObject({
    encoding: z.enum(["utf-8", "utf-16le", "utf-16be", "windows-1252"]).exactOptional(),
    delimiter: z.enum([",", ";", "\t", "|"]).exactOptional(),
    header: z.boolean().exactOptional(),
  }),
};

const rowTexts = z.array(z.string().nullable()).max(10_000);

/** What a set-up has otherwise than the file, by row and column. */
export const rowsPatchShape = {
  addedColumns: z
    .array(
      z.strictObject({
        name: text.min(1),
        fill: z.union([z.strictObject({ text: z.string().nullable() }), z.strictObject({ from: text })]),
      }),
    )
    .max(1_000),
  changed: z.record(z.string().regex(/^\d{1,9}$/), rowTexts),
  addedRows: z.array(rowTexts).max(mostAddedRows),
};

const columnTarget = z.union([
  z.enum(["expected", "group", "facet", "metadata", "name", "nothing"]),
  z.templateLiteral(["variable:", z.string()]),
  z.templateLiteral(["placeholder:", z.string()]),
]);

/** All rows of such a file, for a set-up that has only the first of them. */
export const fileRowsSchema = z.strictObject({
  ...rowsFileShape,
  targets: z.record(text, columnTarget),
  expectedFrom: text.nullable(),
  fixed: z.record(text, z.string()),
  empty: z.array(text).max(1_000),
  answers: z.array(text).max(1_000),
  ...rowsPatchShape,
});
