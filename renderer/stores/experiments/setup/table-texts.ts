import { type DatasetFileKind, datasetLines } from "@shared/domain/dataset/write-dataset.ts";
import { type DatasetTable, datasetOfTable } from "@shared/domain/experiment/setup/dataset-table.ts";
import { engineClient } from "../../client.ts";

/** All rows of a table as the parts of a file; of a long file with what was changed of it. @throws AppFailure */
export async function tableTexts(table: DatasetTable, kind: DatasetFileKind): Promise<string[]> {
  if (!table.file) return [...datasetLines(datasetOfTable(table), kind)];
  const { file, name, variables, readAs, changed } = table.file;
  const parts: string[] = [];
  const asked = { file, name, variables, readAs, changed, kind };
  for await (const part of engineClient().stream("datasets.write", asked)) parts.push(part);
  return parts;
}
