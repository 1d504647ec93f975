import * as z from "zod";
import type { DatasetSummary } from "../domain/dataset/dataset-summary.ts";
import type { DatasetReading } from "../domain/dataset/dataset-view.ts";
import { promptLibraryIdSchema } from "../domain/prompt/prompt.ts";
import { command, query, stream } from "./define.ts";
import { rowsFileShape, rowsPatchShape } from "./rows-file-schemas.ts";

const place = {
  library: promptLibraryIdSchema,
  /** Absent: the library's default. */
  connection: z.string().min(1).max(200).exactOptional(),
};
const name = z.string().min(1).max(1_000);

const most = z.number().int().min(1).max(100_000).exactOptional();
/** Of a file with more rows than `most`, or too many bytes for a window: so many, and no more. */
const first = z.number().int().min(1).max(100_000).exactOptional();

/** Files of rows, chosen or dropped in the window. */
export const datasetRoutes = {
  /** A piece of a file as base64, `at` so many bytes from its start; `file` is an id of the window's own making. */
  "datasets.take": command<null>()(
    z.strictObject({
      file: rowsFileShape.file,
      at: z.number().int().min(0),
      size: z.number().int().min(0),
      data: z
        .string()
        .max(8_000_000)
        .regex(/^[A-Za-z0-9+/]*={0,2}$/),
    }),
  ),
  /** What a file that has come whole is read as, and which columns would fill these variables. */
  "datasets.read": query<DatasetReading>()(z.strictObject({ ...rowsFileShape, most, first })),
  /** Rows of it by their number from 0: texts by column, null where a row does not have it. */
  "datasets.rows": query<(string | null)[][]>()(
    z.strictObject({ ...rowsFileShape, from: z.number().int().min(0), count: z.number().int().min(1).max(500) }),
  ),
  /** All of them as a file, in pieces of text. */
  "datasets.write": stream<string>()(
    z.strictObject({ ...rowsFileShape, ...rowsPatchShape, kind: z.enum(["csv", "spreadsheet", "jsonl"]) }),
  ),
  /** The datasets that lie beside the prompts of a library, by name. */
  "datasets.list": query<DatasetSummary[]>()(z.strictObject(place)),
  /** ISO times at which items of a dataset were changed, newest first: as it was then it can be read. */
  "datasets.versions": query<string[]>()(z.strictObject({ ...place, name })),
  /** The items of a dataset that lies beside the prompts of a library, read as a file of them would be, and that file where not all are taken. */
  "datasets.ofLibrary": query<DatasetReading & { file?: string }>()(
    z.strictObject({
      ...place,
      name,
      /** As it was at this time. */
      version: z.iso.datetime({ offset: true }).exactOptional(),
      /** With the items that are archived. */
      archived: z.boolean().exactOptional(),
      variables: z.array(z.string().max(1_000)).max(1_000),
      most,
      first,
    }),
  ),
} as const;
