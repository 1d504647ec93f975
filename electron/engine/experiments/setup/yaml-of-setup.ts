import { basename } from "node:path";
import { fileNameOfRows } from "@shared/domain/dataset/rows-file.ts";
import type { DatasetSource } from "@shared/domain/experiment/dataset-source.ts";
import type { ExperimentSetup } from "@shared/domain/experiment/experiment-setup.ts";
import type { FileRows } from "@shared/domain/experiment/setup/file-rows.ts";
import { Document } from "yaml";

/**
 * A set-up as an `experiment.yaml`. Rows of a file stand in it by the file's name, which is to lie beside it; what a file cannot
 * say of them is told at its top.
 */
export function yamlOfSetup(setup: ExperimentSetup, fileRows?: FileRows): string {
  const document = new Document(fileRows ? { ...setup, dataset: datasetOf(fileRows) } : setup);
  const notes = fileRows ? notesOf(fileRows) : [];
  if (notes.length > 0) document.commentBefore = notes.map((note) => ` ${note}`).join("\n");
  return document.toString({ lineWidth: 120 });
}

function datasetOf(rows: FileRows): DatasetSource {
  const source: DatasetSource = { file: fileNameOf(rows) };
  const metadata: string[] = [];
  const copied = copiedColumns(rows);
  const columnOf = (column: string) => copied.get(column) ?? column;
  // A copy of a column is that column by another name.
  for (const [name, column] of copied) source.map = { ...source.map, [name]: column };
  for (const [column, target] of Object.entries(rows.targets)) {
    const [kind, filled = ""] = parted(target);
    if (kind === "variable") source.map = { ...source.map, [filled]: columnOf(column) };
    else if (kind === "placeholder") source.placeholders = { ...source.placeholders, [filled]: columnOf(column) };
    else if (target === "metadata") metadata.push(columnOf(column));
    else if (target === "name") source.id = columnOf(column);
    else if (target === "expected" || target === "group" || target === "facet") source[target] = columnOf(column);
  }
  return metadata.length > 0 ? { ...source, metadata } : source;
}

function fileNameOf({ of, name }: FileRows): string {
  return of === "experiment" ? fileNameOfRows(name, "jsonl") : basename(name);
}

/** Columns that were added and have what one of the file has, by their names. */
function copiedColumns({ addedColumns }: FileRows): Map<string, string> {
  const copied = new Map<string, string>();
  for (const { name, fill } of addedColumns) {
    if ("from" in fill) copied.set(name, copied.get(fill.from) ?? fill.from);
  }
  return copied;
}

function parted(target: string): [string, string?] {
  const colon = target.indexOf(":");
  return colon < 0 ? [target] : [target.slice(0, colon), target.slice(colon + 1)];
}

function notesOf(rows: FileRows): string[] {
  const { of, fixed, empty, readAs } = rows;
  const beside = `${fileNameOf(rows)} is to lie beside this file.`;
  const notes = [of === "experiment" ? `${beside} ${howToExport}` : beside];
  for (const [variable, value] of Object.entries(fixed)) notes.push(fixedNote(variable, value));
  for (const placeholder of empty) notes.push(`${placeholder} had no messages in any row.`);
  notes.push(...patchNotes(rows));
  const told = Object.entries(readAs).map(([what, as]) => `${what} ${JSON.stringify(as)}`);
  if (told.length > 0) notes.push(`The file was read with ${told.join(", ")}, which is found by itself here.`);
  return notes;
}

const howToExport =
  "Its rows are too many to stand here: in the app, run it changed, look at the rows and export them as JSON lines.";

/** What was added and changed beside the file, which a file has no words for. */
function patchNotes({ addedColumns, addedRows, changed }: FileRows): string[] {
  const notes = addedColumns.flatMap(({ name, fill }) => {
    if ("from" in fill) return [];
    return [fill.text === null ? `The column ${name} was added here.` : fixedNote(name, fill.text)];
  });
  const count = (rows: number, what: string) => `${rows === 1 ? "A row was" : `${rows} rows were`} ${what}`;
  const others = Object.keys(changed).length;
  if (others > 0) notes.push(`${count(others, "changed")}: export the rows to have that in the file.`);
  if (addedRows.length > 0)
    notes.push(`${count(addedRows.length, "added")}: export the rows to have them in the file.`);
  return notes;
}

function fixedNote(name: string, text: string): string {
  return `${name} was ${JSON.stringify(text)} in every row: give the file a column of that name.`;
}
