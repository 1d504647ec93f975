import * as z from "zod";
import type { DatasetSummary } from "../domain/dataset/dataset-summary.ts";
import type { DatasetReading } from "../domain/dataset/dataset-view.ts";
import { promptLibraryIdSchema } from "../domain/prompt/prompt.ts";
import { query } from "./define.ts";

const place = {
  library: promptLibraryIdSchema,
  /** Absent: the library's default. */
  connection: z.string().min(1).max(200).exactOptional(),
};
const name = z.string().min(1).max(1_000);

/** Files of rows, chosen or dropped in the window. */
export const datasetRoutes = {
  /** What a file is read as, and which columns would fill these variables. Its bytes are base64. */
  "datasets.read": query<DatasetReading>()(
    z.strictObject({
      name: z.string().min(1).max(500),
      base64: z.string().max(30_000_000),
      variables: z.array(z.string().max(1_000)).max(1_000),
      /** What it is, where what was found is wrong. */
      readAs: z
        .strictObject({
          encoding: z.enum(["utf-8", "utf-16le", "utf-16be", "windows-1252"]).exactOptional(),
          delimiter: z.enum([",", ";", "\t", "|"]).exactOptional(),
          header: z.boolean().exactOptional(),
        })
        .exactOptional(),
      /** Rows that are taken at most; absent: as many as a run over inputs takes. */
      most: z.number().int().min(1).max(100_000).exactOptional(),
    }),
  ),
  /** The datasets that lie beside the prompts of a library, by name. */
  "datasets.list": query<DatasetSummary[]>()(z.strictObject(place)),
  /** ISO times at which items of a dataset were changed, newest first: as it was then it can be read. */
  "datasets.versions": query<string[]>()(z.strictObject({ ...place, name })),
  /** The items of a dataset that lies beside the prompts of a library, read as a file of them would be. */
  "datasets.ofLibrary": query<DatasetReading>()(
    z.strictObject({
      ...place,
      name,
      /** As it was at this time. */
      version: z.iso.datetime({ offset: true }).exactOptional(),
      /** With the items that are archived. */
      archived: z.boolean().exactOptional(),
      variables: z.array(z.string().max(1_000)).max(1_000),
      most: z.number().int().min(1).max(100_000).exactOptional(),
    }),
  ),
} as const;
