import * as z from "zod";

/* Files of rows that the engine has, as routes name them. */

const text = z.string().max(1_000);

export const rowsFileShape = {
  file: z.uuid(),
  name: z.string().min(1).max(500),
  variables: z.array(text).max(1_000),
  /** What it is, where what was found is wrong. */
  readAs: z.strictObject({
    encoding: z.enum(["utf-8", "utf-16le", "utf-16be", "windows-1252"]).exactOptional(),
    delimiter: z.enum([",", ";", "\t", "|"]).exactOptional(),
    header: z.boolean().exactOptional(),
  }),
};

/** Rows with other texts than the file has, by their number from 0. */
export const changedRowsSchema = z.record(z.string().regex(/^\d{1,9}$/), z.array(z.string().nullable()).max(10_000));

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
  changed: changedRowsSchema,
});
