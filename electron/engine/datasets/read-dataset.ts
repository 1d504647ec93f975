import { basename } from "node:path";
import type { Dataset, DatasetOutcome, ReadAs } from "@shared/domain/dataset/dataset.ts";
import { cellText } from "@shared/domain/dataset/dataset.ts";
import { inSteps } from "../time/in-steps.ts";
import { type ByteSource, sourceOfBytes, sourceOfFile } from "./byte-source.ts";
import { DatasetRefusal } from "./dataset-refusal.ts";
import { decodeText } from "./decode-text.ts";
import { dialectOf } from "./dialect-of.ts";
import { withoutGuards } from "./guarded-cells.ts";
import { inspectCells } from "./inspect-cells.ts";
import { refuseOtherFormats } from "./known-formats.ts";
import { type ReadRows, readCsv } from "./read-csv.ts";
import { looksLikeJson, readJson } from "./read-json.ts";
import { WarningList } from "./warning-list.ts";

/** Characters in which the first one that is no blank is looked for. */
const firstLooked = 65_536;

export interface ReadDatasetOptions {
  /** Variables of the prompt: a line that names them is a header. */
  variables?: readonly string[];
  /** What a person says it is, in place of what is found. */
  readAs?: ReadAs;
  /** What it is called, where it lies under another name. */
  name?: string;
  signal: AbortSignal;
}

/**
 * Reads a file of rows as people have it (`README.md`). Nothing in it is fetched, run or opened. The work is done in steps
 * with the event loop between them.
 * @throws AbortError
 */
export async function readDatasetFile(path: string, options: ReadDatasetOptions): Promise<DatasetOutcome> {
  try {
    return await readDataset(sourceOfFile(path, options.signal), options.name ?? basename(path), options);
  } catch (error) {
    if (error instanceof DatasetRefusal) return { read: "error", error: error.error };
    throw error;
  }
}

/** The same for a file whose bytes are at hand. @throws AbortError */
export async function readDatasetBytes(
  bytes: Buffer,
  name: string,
  options: ReadDatasetOptions,
): Promise<DatasetOutcome> {
  try {
    return await readDataset(sourceOfBytes(bytes, options.signal), name, options);
  } catch (error) {
    if (error instanceof DatasetRefusal) return { read: "error", error: error.error };
    throw error;
  }
}

async function readDataset(source: ByteSource, name: string, options: ReadDatasetOptions): Promise<DatasetOutcome> {
  const { variables = [], readAs = {}, signal } = options;
  const head = await source.head();
  refuseOtherFormats(head);
  const warnings = new WarningList();
  const { text, encoding } = await decodeText(source, head, warnings, readAs.encoding);
  const isJson = looksLikeJson(text.slice(0, firstLooked), name);
  const read = await inSteps(
    isJson ? readJson(text, name, warnings) : readCsv(text, variables, warnings, readAs),
    signal,
  );
  const unguarded = isJson ? null : await inSteps(withoutGuards(read.rows, encoding, warnings), signal);
  if (unguarded) read.rows = unguarded;
  const inspected = await inSteps(inspect(read, isJson, text.isOdd, warnings), signal);
  const dataset: Dataset = { ...read, ...inspected, encoding, warnings: [] };
  const dialect = dialectOf(dataset);
  if (dialect) dataset.dialect = dialect;
  tellArchived(dataset, warnings);
  dataset.warnings = warnings.list();
  return { read: dataset.warnings.length > 0 ? "warn" : "ok", dataset };
}

type Inspected = Pick<Dataset, "kinds" | "expanded" | "images">;

function* inspect(
  read: ReadRows & Partial<Inspected>,
  isJson: boolean,
  isOdd: boolean,
  warnings: WarningList,
): Generator<void, Inspected> {
  if (isJson) return { kinds: read.kinds ?? {}, expanded: [], images: read.images ?? [] };
  const ragged = new Set(read.raggedLines);
  return yield* inspectCells(read.columns, read.rows, ragged, warnings, isOdd);
}

function tellArchived(dataset: Dataset, warnings: WarningList): void {
  if (dataset.dialect !== "langfuse" || !dataset.columns.includes("status")) return;
  const archived = dataset.rows.filter(({ cells }) => cellText(cells.get("status")) === "ARCHIVED").length;
  if (archived === 0) return;
  dataset.activeRows = dataset.rows.length - archived;
  const message = `${archived} of the items are archived: they are left out unless you ask for them.`;
  warnings.add({ code: "archived-items", message });
}
