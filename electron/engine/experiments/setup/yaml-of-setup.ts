import { basename } from "node:path";
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

function datasetOf({ name, targets }: FileRows): DatasetSource {
  const source: DatasetSource = { file: basename(name) };
  const metadata: string[] = [];
  for (const [column, target] of Object.entries(targets)) {
    const [kind, filled = ""] = parted(target);
    if (kind === "variable") source.map = { ...source.map, [filled]: column };
    else if (kind === "placeholder") source.placeholders = { ...source.placeholders, [filled]: column };
    else if (target === "metadata") metadata.push(column);
    else if (target === "name") source.id = column;
    else if (target === "expected" || target === "group" || target === "facet") source[target] = column;
  }
  return metadata.length > 0 ? { ...source, metadata } : source;
}

function parted(target: string): [string, string?] {
  const colon = target.indexOf(":");
  return colon < 0 ? [target] : [target.slice(0, colon), target.slice(colon + 1)];
}

function notesOf({ name, fixed, empty, changed, readAs }: FileRows): string[] {
  const notes = [`${basename(name)} is to lie beside this file.`];
  for (const [variable, value] of Object.entries(fixed)) {
    notes.push(`${variable} was ${JSON.stringify(value)} in every row: give the file a column of that name.`);
  }
  for (const placeholder of empty) notes.push(`${placeholder} had no messages in any row.`);
  const rows = Object.keys(changed).length;
  if (rows > 0)
    notes.push(`${rows === 1 ? "A row was" : `${rows} rows were`} changed: export the rows to have that in the file.`);
  const told = Object.entries(readAs).map(([what, as]) => `${what} ${JSON.stringify(as)}`);
  if (told.length > 0) notes.push(`The file was read with ${told.join(", ")}, which is found by itself here.`);
  return notes;
}
