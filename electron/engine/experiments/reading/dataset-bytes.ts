import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { ExperimentFile } from "@shared/domain/experiment/experiment-file.ts";
import { promptLibraryKeys } from "@shared/domain/experiment/source-of-prompt.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { FileRefusal, type FilesBelow } from "./files-below.ts";

export interface WantedDataset {
  library: string;
  name: string;
  /** ISO time: as it was then. */
  version?: string;
  archived?: boolean;
  connection?: string;
}

/** The items of a dataset of a library. @throws AppFailure as the library does. */
export type OpenDataset = (wanted: WantedDataset) => Promise<JsonValue[]>;

export type DatasetBytes =
  | { bytes: Buffer; name: string }
  | { problem: string }
  /** It lies in a library that is not to be asked now. */
  | { notAsked: string };

/** The rows of a dataset as the bytes of a file, so that a library's are read and mapped like any. */
export async function datasetBytes(
  { file, langfuse, version, archived, connection }: ExperimentFile["dataset"],
  { files, openDataset }: { files: FilesBelow; openDataset?: OpenDataset },
): Promise<DatasetBytes> {
  if (langfuse === undefined) return bytesOfFile(file ?? "", files);
  if (!openDataset) return { notAsked: `The rows of “${langfuse}” are not read here, since nothing is called.` };
  const [library] = promptLibraryKeys;
  try {
    const items = await openDataset({
      library,
      name: langfuse,
      ...(version === undefined ? {} : { version: new Date(version).toISOString() }),
      ...(archived === undefined ? {} : { archived }),
      ...(connection === undefined ? {} : { connection }),
    });
    if (items.length === 0)
      return { problem: `The dataset “${langfuse}” has no items${version ? " at that time" : ""}.` };
    return { bytes: Buffer.from(items.map((item) => JSON.stringify(item)).join("\n")), name: `${langfuse}.jsonl` };
  } catch (error) {
    if (error instanceof AppFailure && error.error.code !== "cancelled") return { problem: error.message };
    throw error;
  }
}

async function bytesOfFile(path: string, files: FilesBelow): Promise<DatasetBytes> {
  try {
    return { bytes: await files.read(path), name: path };
  } catch (error) {
    if (error instanceof FileRefusal) return { problem: error.message };
    throw error;
  }
}
