import * as z from "zod";
import type { DatasetReading } from "../domain/dataset/dataset-view.ts";
import { query } from "./define.ts";

/** Files of rows, chosen or dropped in the window. */
export const datasetRoutes = {
  /** What a file is read as, and which columns would fill these variables. Its bytes are base64. */
  "datasets.read": query<DatasetReading>()(
    z.strictObject({
      name: z.string().min(1).max(500),
      base64: z.string().max(30_000_000),
      variables: z.array(z.string().max(1_000)).max(1_000),
    }),
  ),
} as const;
