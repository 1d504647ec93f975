import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { readDatasetFile } from "@engine/datasets/read-dataset.ts";
import {
  cellText,
  cellValue,
  type Dataset,
  type DatasetRow,
  type DatasetWarning,
} from "@shared/domain/dataset/dataset.ts";
import { type DatasetMapping, suggestMapping } from "@shared/domain/dataset/suggest-mapping.ts";
import { datasetLines } from "@shared/domain/dataset/write-dataset.ts";
import { boundYoungGeneration } from "../bound-young-generation.ts";
import { type Command, UsageFailure } from "./command.ts";
import { exitCodes } from "./exit-codes.ts";
import { type ReadWords, readWords } from "./read-words.ts";
import { tableLines } from "./table.ts";
import { oneLine, type Terminal } from "./terminal.ts";

/** Rows that are shown to a person. */
const shownRows = 5;

/** `promptscope dataset show FILE`: what a file of rows looks like to the product. */
export const datasetCommand: Command = async (words, io, spec) => {
  const given = readWords(words, spec, 2);
  const [action, file] = given.operands;
  if (action !== "show" && action !== "export")
    throw new UsageFailure("Say what to do: promptscope dataset show FILE, or export FILE.");
  if (file === undefined) throw new UsageFailure(`Name the file: promptscope dataset ${action} FILE.`);
  const { terminal, signal } = io;
  boundYoungGeneration();
  const variables = variablesOf(given);
  const outcome = await readDatasetFile(file, { variables, signal });
  if (outcome.read === "error") {
    if (given.flag("json")) terminal.out(JSON.stringify({ file, ...outcome }));
    else terminal.note(`${oneLine(file)}: ${outcome.error.message}`);
    return exitCodes.configuration;
  }
  const { dataset } = outcome;
  const { mapping, warnings } = suggestMapping(dataset, variables);
  const told = [...dataset.warnings, ...warnings];
  const read = told.length > 0 ? "warn" : "ok";
  if (action === "export") await writeFiles(dataset, given, terminal);
  else if (given.flag("json")) writeJson({ file, read, dataset, mapping, warnings: told }, terminal);
  else show(dataset, mapping, told, terminal);
  if (dataset.badLines === 0 || given.flag("allow-bad-lines")) return exitCodes.done;
  terminal.note(`${dataset.badLines} lines cannot be read. Mend them, or leave them out with --allow-bad-lines.`);
  return exitCodes.usage;
};

/** The rows as files of other forms. */
async function writeFiles(dataset: Dataset, given: ReadWords, terminal: Terminal): Promise<void> {
  const wanted = (["csv", "spreadsheet", "jsonl"] as const).flatMap((kind) => {
    const path = given.text(kind);
    return path === undefined ? [] : [{ kind, path }];
  });
  if (wanted.length === 0) throw new UsageFailure("Say what to write: --csv, --spreadsheet or --jsonl FILE.");
  for (const { kind, path } of wanted)
    await pipeline(Readable.from(datasetLines(dataset, kind)), createWriteStream(path));
  terminal.note(`${dataset.rows.length} rows written.`);
}

function variablesOf(given: ReadWords): string[] {
  const names = (given.text("variables") ?? "").split(",").map((name) => name.trim());
  return names.filter((name) => name !== "");
}

interface Shown {
  file: string;
  read: "ok" | "warn";
  dataset: Dataset;
  mapping: DatasetMapping;
  warnings: DatasetWarning[];
}

/** One JSON document; rows are written one after the other, so that many of them take no room. */
function writeJson({ file, read, dataset, mapping, warnings }: Shown, terminal: Terminal): void {
  const { format, encoding, delimiter, newline, header, headerLine, columns, rows, kinds, images } = dataset;
  const head = {
    file,
    read,
    format,
    encoding,
    ...(delimiter === undefined ? {} : { delimiter }),
    newline,
    header,
    ...(headerLine === undefined ? {} : { header_line: headerLine }),
    ...(dataset.dialect ? { dialect: dataset.dialect } : {}),
    columns,
    rows: rows.length,
    ...(dataset.activeRows === undefined ? {} : { active_rows: dataset.activeRows }),
    kinds,
    expanded: dataset.expanded,
    images: images.map(({ row, column, mediaType, bytes }) => [row, column, mediaType, bytes]),
    warnings,
    mapping: mappingJson(mapping),
  };
  terminal.raw(`${JSON.stringify(head).slice(0, -1)},"cells":`);
  writeList(terminal, dataset, (row, number) =>
    [...row.cells].map(([column, cell]) => [number, column, cellValue(cell)]),
  );
  terminal.raw(',"texts":');
  writeList(terminal, dataset, (row, number) =>
    [...row.cells].flatMap(([column, cell]) => (typeof cell === "string" ? [] : [[number, column, cellText(cell)]])),
  );
  terminal.raw(',"missing":');
  writeList(terminal, dataset, (row, number) =>
    columns.filter((column) => !row.cells.has(column)).map((column) => [number, column]),
  );
  terminal.raw(',"lines":{');
  let next = "";
  for (const [index, { line }] of rows.entries()) {
    if (line === undefined) continue;
    terminal.raw(`${next}"${index + 1}":${line}`);
    next = ",";
  }
  terminal.raw("}}\n");
}

function writeList(
  terminal: Terminal,
  { rows }: Dataset,
  entriesOf: (row: DatasetRow, number: number) => readonly unknown[],
): void {
  let next = "[";
  for (const [index, row] of rows.entries()) {
    for (const entry of entriesOf(row, index + 1)) {
      terminal.raw(`${next}${JSON.stringify(entry)}`);
      next = ",";
    }
  }
  terminal.raw(next === "[" ? "[]" : "]");
}

function mappingJson({ expectedCandidates, ...mapping }: DatasetMapping) {
  return { ...mapping, expected_candidates: expectedCandidates };
}

function show(
  dataset: Dataset,
  mapping: DatasetMapping,
  warnings: readonly DatasetWarning[],
  terminal: Terminal,
): void {
  const { format, encoding, columns, rows } = dataset;
  terminal.out(`${format.toUpperCase()}, ${encoding}, ${rows.length} rows, ${columns.length} columns`);
  const uses = usesOf(mapping);
  const lines = [...columns, ...dataset.expanded].map((column) => [
    oneLine(column),
    dataset.kinds[column] ?? "",
    uses.get(column) ?? "",
    rows
      .slice(0, shownRows)
      .map(({ cells }) => oneLine(cellText(cells.get(column)).slice(0, 40)))
      .join(" | "),
  ]);
  const titles = ["COLUMN", "KIND", "USED AS", "FIRST VALUES"].map((title) => ({ title }));
  for (const line of tableLines(titles, lines, terminal.width)) terminal.out(line);
  for (const name of mapping.unmapped) terminal.note(`No column was found for the variable ${oneLine(name)}.`);
  for (const { message } of warnings) terminal.note(oneLine(message));
}

function usesOf({ map, expected, group, id, metadata, placeholders = {} }: DatasetMapping): Map<string, string> {
  const uses = new Map<string, string>();
  const put = (column: string | null, use: string) => {
    if (column !== null) uses.set(column, [uses.get(column), use].filter(Boolean).join(", "));
  };
  for (const [variable, { column, how }] of Object.entries(map)) {
    put(column, `${oneLine(variable)}${how.startsWith("guess") ? " (a guess)" : ""}`);
  }
  for (const [name, column] of Object.entries(placeholders)) put(column, `placeholder ${oneLine(name)}`);
  put(typeof expected === "string" ? expected : (expected?.from ?? null), "expected");
  put(group, "group");
  put(id, "id");
  for (const column of metadata) put(column, "metadata");
  return uses;
}
