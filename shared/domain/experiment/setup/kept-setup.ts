import type { DatasetTable } from "./dataset-table.ts";
import { noPatch } from "./rows-patch.ts";
import { emptySetup, type SetupDraft } from "./setup-draft.ts";

/*
 * What was kept of a set-up, as it is taken up again. It was written by this product; what another version of it or another
 * hand left is not taken where it does not fit, so that the page can be drawn.
 */

type Loose = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Loose {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isListOf(value: unknown, fits: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(fits);
}

const isTextList = (value: unknown) => isListOf(value, (item) => typeof item === "string");

/** Undefined where it is no draft of this version. */
export function keptDraft(value: unknown): SetupDraft | undefined {
  if (!isRecord(value) || value["version"] !== 1) return undefined;
  const { chosen, variants, evaluators, verdict, limits, gates, repetitions, name } = value;
  const fits =
    typeof name === "string" &&
    typeof repetitions === "number" &&
    isRecord(chosen) &&
    isRecord(chosen["columns"]) &&
    isRecord(chosen["fixed"]) &&
    isListOf(
      variants,
      (one) => isRecord(one) && typeof one["id"] === "string" && isRecord(one["prompt"]) && isRecord(one["parameters"]),
    ) &&
    isListOf(evaluators, (one) => isRecord(one) && typeof one["id"] === "string" && isRecord(one["evaluator"])) &&
    isRecord(verdict) &&
    isRecord(limits) &&
    isTextList(gates);
  if (!fits) return undefined;
  const { joins, started, ...rest } = value;
  return {
    ...emptySetup,
    ...rest,
    ...(isJoined(joins) ? { joins } : {}),
    ...(isStarted(started) ? { started } : {}),
  } as SetupDraft;
}

function isStarted(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value["jobId"] === "string" &&
    typeof value["at"] === "number" &&
    isRecord(value["variants"]) &&
    Object.values(value["variants"]).every(isRecord) &&
    isRecord(value["evaluators"]) &&
    isTextList(value["rows"])
  );
}

function isJoined(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value["jobId"] === "string" &&
    typeof value["title"] === "string" &&
    (value["how"] === "add" || value["how"] === "reuse")
  );
}

function isAddedColumn(value: unknown): boolean {
  return isRecord(value) && typeof value["name"] === "string" && isRecord(value["fill"]);
}

/** Undefined where it is no table of rows. */
export function keptTable(value: unknown): DatasetTable | undefined {
  if (!isRecord(value)) return undefined;
  const { columns, rows, shape, source, name, file } = value;
  const fits =
    typeof source === "string" &&
    typeof name === "string" &&
    isTextList(columns) &&
    isListOf(rows, (row) => isListOf(row, (cell) => cell === null || typeof cell === "string")) &&
    isRecord(shape) &&
    isRecord(shape["kinds"]) &&
    isTextList(shape["expanded"]) &&
    isTextList(shape["valueColumns"]) &&
    Array.isArray(shape["warnings"]) &&
    (file === undefined || isTableFile(file));
  if (!fits) return undefined;
  // One that was kept before rows and columns could be added to a file has none.
  const own = isRecord(file) ? { file: { ...noPatch, ...file } } : {};
  return { ...value, ...own } as unknown as DatasetTable;
}

function isTableFile(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value["file"] === "string" &&
    typeof value["name"] === "string" &&
    typeof value["active"] === "number" &&
    isTextList(value["variables"]) &&
    isRecord(value["readAs"]) &&
    isRecord(value["lacking"]) &&
    isRecord(value["changed"]) &&
    (value["addedColumns"] === undefined || isListOf(value["addedColumns"], isAddedColumn)) &&
    (value["addedRows"] === undefined || isListOf(value["addedRows"], Array.isArray))
  );
}
