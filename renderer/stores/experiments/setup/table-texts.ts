import { rowsFileOf } from "@shared/domain/dataset/rows-file.ts";
import { type DatasetFileKind, datasetLines } from "@shared/domain/dataset/write-dataset.ts";
import { type DatasetTable, datasetOfTable } from "@shared/domain/experiment/setup/dataset-table.ts";
import { engineClient } from "../../client.ts";

/** All rows of a table as the parts of a file; of a long file with what was changed of it. @throws AppFailure */
export async function tableTexts(table: DatasetTable, kind: DatasetFileKind): Promise<string[]> {
  if (!table.file) return [...datasetLines(datasetOfTable(table), kind)];
  const parts: string[] = [];
  const { changed, addedColumns, addedRows } = table.file;
  const asked = { ...rowsFileOf(table.file), changed, addedColumns, addedRows, kind };
  for await (const part of engineClient().stream("datasets.write", asked)) parts.push(part);
  return parts;
}
