import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { DatasetSource } from "@shared/domain/experiment/dataset-source.ts";
import { promptLibraryKeys } from "@shared/domain/experiment/source-of-prompt.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { FileRefusal, type FilesBelow } from "./files-below.ts";
import { type KeptRows, nameColumn, rowsOfRuns, rowsOfSaved } from "./kept-rows.ts";

export interface WantedDataset {
  library: string;
  name: string;
  /** ISO time: as it was then. */
  version?: string;
  archived?: boolean;
  connection?: string;
}

/** Where rows come from that stand in no file. Each throws `AppFailure`; one that is absent is not to be asked now. */
export interface DatasetSources {
  /** The items of a dataset of a library. */
  openDataset?(wanted: WantedDataset): Promise<JsonValue[]>;
  /** What this profile keeps. */
  kept?: KeptRows;
}

export type DatasetBytes =
  /** `id`: the column that names its rows, where the file names none. */
  | { bytes: Buffer; name: string; id?: string }
  /** A file that is read in pieces. */
  | { place: string; name: string; id?: undefined }
  | { problem: string }
  /** It lies in a library that is not to be asked now. */
  | { notAsked: string };

/** The rows of a dataset as a file or the bytes of one, so that a library's are read and mapped like any. */
export async function datasetBytes(
  dataset: DatasetSource,
  { files, openDataset, kept }: DatasetSources & { files: FilesBelow },
): Promise<DatasetBytes> {
  const { langfuse, runs, saved, version, archived, connection } = dataset;
  if (runs) return lines("runs", "No run is kept that is asked for here.", kept && (() => rowsOfRuns(runs, kept)));
  if (saved) {
    const none = "There are no saved inputs of this prompt.";
    return lines("saved inputs", none, kept && (() => rowsOfSaved(saved, kept)), nameColumn);
  }
  if (langfuse === undefined) return placeOfFile(dataset.file ?? "", files);
  const [library] = promptLibraryKeys;
  const wanted = {
    library,
    name: langfuse,
    ...(version === undefined ? {} : { version: new Date(version).toISOString() }),
    ...(archived === undefined ? {} : { archived }),
    ...(connection === undefined ? {} : { connection }),
  };
  const none = `The dataset “${langfuse}” has no items${version ? " at that time" : ""}.`;
  return lines(langfuse, none, openDataset && (() => openDataset(wanted)));
}

/** Items as the lines of a file. */
async function lines(
  name: string,
  none: string,
  read: (() => Promise<readonly JsonValue[]>) | undefined,
  id?: string,
): Promise<DatasetBytes> {
  if (!read) return { notAsked: `The rows of “${name}” are not read here, since nothing is called.` };
  try {
    const items = await read();
    if (items.length === 0) return { problem: none };
    const bytes = Buffer.from(items.map((item) => JSON.stringify(item)).join("\n"));
    return { bytes, name: `${name}.jsonl`, ...(id === undefined ? {} : { id }) };
  } catch (error) {
    if (error instanceof AppFailure && error.error.code !== "cancelled") return { problem: error.message };
    throw error;
  }
}

async function placeOfFile(path: string, files: FilesBelow): Promise<DatasetBytes> {
  try {
    return { place: await files.place(path), name: path };
  } catch (error) {
    if (error instanceof FileRefusal) return { problem: error.message };
    throw error;
  }
}
