import { type DatasetReading, viewOfDataset } from "@shared/domain/dataset/dataset-view.ts";
import { suggestMapping } from "@shared/domain/dataset/suggest-mapping.ts";
import { type ReadDatasetOptions, readDatasetBytes } from "./read-dataset.ts";

/** A file given by its bytes, as the interface shows it. @throws AbortError */
export async function viewDataset(
  bytes: Buffer,
  name: string,
  { most, ...options }: ReadDatasetOptions & { most?: number | undefined },
): Promise<DatasetReading> {
  const found = await readDatasetBytes(bytes, name, options);
  if (found.read === "error") return found;
  const suggested = suggestMapping(found.dataset, options.variables ?? []);
  const view = viewOfDataset(found.dataset, suggested, most);
  return { read: view.warnings.length > 0 ? "warn" : "ok", view };
}
