import * as z from "zod";

/** What an experiment can be taken away as: reports, and its cells. */
export const experimentExportSchema = z.enum(["html", "markdown", "junit", "csv-spreadsheet", "csv", "jsonl"]);
export type ExperimentExport = z.infer<typeof experimentExportSchema>;
