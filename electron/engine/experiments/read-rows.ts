import { join } from "node:path";
import { cellAt, cellText, cellValue, type Dataset, type DatasetRow } from "@shared/domain/dataset/dataset.ts";
import { LazyRows, type RowList } from "@shared/domain/dataset/row-list.ts";
import { type DatasetMapping, suggestMapping } from "@shared/domain/dataset/suggest-mapping.ts";
import type { DatasetSource } from "@shared/domain/experiment/dataset-source.ts";
import type { ExperimentPrompt, ExperimentRow, Finding, RowCheck } from "@shared/domain/experiment/read-experiment.ts";
import { textOfValue } from "@shared/domain/experiment/row-values.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import { listVariables } from "@shared/domain/template/list-variables.ts";
import { readDatasetBytes, readDatasetFile } from "../datasets/read-dataset.ts";
import type { ReadOptions } from "./read-experiment-file.ts";
import { datasetBytes } from "./reading/dataset-bytes.ts";
import type { YamlSource } from "./reading/yaml-source.ts";

type RowsRead = { rows: RowList<ExperimentRow>; warnings: Finding[]; refusals: Finding[] };

/** The rows of an experiment: those in place, or of a file with its columns mapped to what the prompts ask for. */
export async function readRows(
  dataset: DatasetSource,
  source: YamlSource,
  prompts: readonly ExperimentPrompt[],
  checks: RowCheck[],
  options: Pick<ReadOptions, "files" | "openDataset" | "kept" | "rows" | "signal">,
): Promise<RowsRead | { errors: Finding[] }> {
  const inPlace = options.rows ?? dataset.rows;
  if (inPlace) return { rows: LazyRows.of(inPlace, rowInPlace(checks)), warnings: [], refusals: [] };
  const fail = (message: string, place: Partial<Finding> = {}): { errors: Finding[] } => ({
    errors: [
      {
        ...source.placeOf(["dataset", (["langfuse", "runs", "saved"] as const).find((key) => dataset[key]) ?? "file"]),
        code: "dataset",
        message,
        ...place,
      },
    ],
  });
  const wanted = namesIn(prompts);
  const found = await datasetBytes(dataset, options);
  if ("problem" in found) return fail(found.problem);
  if ("notAsked" in found) {
    const place = source.placeOf(["dataset"]);
    return { rows: [], warnings: [{ ...place, code: "not-asked", message: found.notAsked }], refusals: [] };
  }
  const { name: path } = found;
  const how = { variables: wanted.variables, signal: options.signal };
  const read =
    "place" in found ? await readDatasetFile(found.place, how) : await readDatasetBytes(found.bytes, path, how);
  if (read.read === "error") {
    const { message, line, col } = read.error;
    const inFile = line === undefined ? {} : { file: join(path), line, ...(col === undefined ? {} : { column: col }) };
    return fail(message, inFile);
  }
  const { mapping, warnings } = suggestMapping(read.dataset, wanted.variables);
  const use = columnsOf(found.id === undefined ? dataset : { id: found.id, ...dataset }, mapping, wanted);
  const unknown = use.named.filter(([, column]) => !hasColumn(read.dataset, column));
  if (unknown.length > 0) {
    return {
      errors: unknown.map(([place, column]) => ({
        ...source.placeOf(["dataset", ...place]),
        code: "column",
        message: `${path} has no column “${column}”: it has ${read.dataset.columns.join(", ")}.`,
      })),
    };
  }
  const mapped = new Set(Object.keys(dataset.map ?? {}));
  const told = [
    ...read.dataset.warnings,
    // What the file maps itself is no question any more.
    ...warnings.filter(
      ({ code, message }) => code !== "ambiguous-mapping" || ![...mapped].some((name) => message.includes(`“${name}”`)),
    ),
  ];
  const missing = wanted.variables.filter((name) => use.variables[name] === undefined);
  return {
    rows: LazyRows.of(activeRows(read.dataset), rowOfFile(read.dataset, use, checks)),
    warnings: [
      ...told.map(({ code, message, line, col }) => ({
        file: path,
        line: line ?? 1,
        ...(col === undefined ? {} : { column: col }),
        code,
        message,
      })),
      ...missing.map((name) => ({
        ...source.placeOf(["dataset"]),
        code: "unmapped",
        message: `No column was found for the variable “${name}”: it stays as it is written. Name one under map.`,
      })),
    ],
    refusals:
      read.dataset.badLines === 0
        ? []
        : [
            {
              file: path,
              line: 1,
              code: "bad-lines",
              message: `${read.dataset.badLines} lines cannot be read and are left out.`,
            },
          ],
  };
}

/** Langfuse's archived items stay out. */
function activeRows({ rows, activeRows: active }: Dataset): RowList<DatasetRow> {
  return active === undefined ? rows : rows.filter(({ cells }) => cellText(cells.get("status")) !== "ARCHIVED");
}

function namesIn(prompts: readonly ExperimentPrompt[]) {
  const variables = new Set<string>();
  const placeholders = new Set<string>();
  const answers = new Set<string>();
  for (const prompt of prompts) {
    if (prompt.kind === "given") answers.add(prompt.column);
    if (prompt.kind !== "content") continue;
    const names = listVariables(prompt.content.prompt, prompt.templateFormat ?? "python");
    for (const name of names.variables) variables.add(name);
    for (const name of names.placeholders) placeholders.add(name);
  }
  return { variables: [...variables], placeholders: [...placeholders], answers: [...answers] };
}

interface Columns {
  variables: Record<string, string>;
  placeholders: Record<string, string>;
  expected: DatasetMapping["expected"];
  group: string | null;
  facet: string | null;
  id: string | null;
  metadata: readonly string[];
  /** Of answers that are there already. */
  answers: readonly string[];
  /** What the file names itself, with the place it stands at. */
  named: [string[], string][];
}

function columnsOf(
  dataset: DatasetSource,
  mapping: DatasetMapping,
  wanted: { placeholders: string[]; answers: string[] },
): Columns {
  const { map = {}, placeholders = {}, expected, group, facet, id, metadata } = dataset;
  const single = { expected, group, facet, id };
  const suggested = Object.fromEntries(Object.entries(mapping.map).map(([name, { column }]) => [name, column]));
  const lists = Object.entries(mapping.placeholders ?? {}).filter(([name]) => wanted.placeholders.includes(name));
  return {
    variables: { ...suggested, ...map },
    placeholders: { ...Object.fromEntries(lists), ...placeholders },
    expected: expected ?? mapping.expected,
    // Rows of one group are one unit of the statistics: that is said in the file and never guessed.
    group: group ?? null,
    facet: facet ?? null,
    id: id ?? mapping.id,
    metadata: metadata ?? mapping.metadata,
    answers: wanted.answers,
    named: [
      ...Object.entries(map).map(([name, column]): [string[], string] => [["map", name], column]),
      ...Object.entries(placeholders).map(([name, column]): [string[], string] => [["placeholders", name], column]),
      ...Object.entries(single).flatMap(([key, column]): [string[], string][] =>
        column === undefined ? [] : [[[key], column]],
      ),
      ...(metadata ?? []).map((column): [string[], string] => [["metadata"], column]),
      ...wanted.answers.map((column): [string[], string] => [[], column]),
    ],
  };
}

function hasColumn({ columns, expanded, rows }: Dataset, column: string): boolean {
  if (columns.includes(column) || expanded.includes(column)) return true;
  return rows.some((row) => cellAt(row, column) !== undefined);
}

/** How the rows of a file become rows of an experiment; what of it all rows have in common is found out once. */
function rowOfFile(
  { columns }: Dataset,
  use: Columns,
  checks: RowCheck[],
): (row: DatasetRow, index: number) => ExperimentRow {
  // Every column has its name in texts of evaluators; what the prompts ask for by another name comes on top.
  const own = columns.filter((column) => !column.startsWith("__"));
  const named = new Map(own.map((column) => [column, { column, otherwise: null as string | null }]));
  for (const [name, column] of Object.entries(use.variables))
    named.set(name, { column, otherwise: own.includes(name) && name !== column ? name : null });
  const variablesFrom = [...named];
  const metadataFrom = use.metadata.map((column): [string, string] => [
    column.replace(/^(?:metadata[._]|__metadata:)/, ""),
    column,
  ]);
  const placeholdersFrom = Object.entries(use.placeholders);

  return (row, index) => {
    const at = (column: string) => {
      const cell = cellAt(row, column);
      return cell === undefined ? undefined : cellValue(cell);
    };
    const textAt = (column: string | null) => {
      const cell = column === null ? undefined : cellAt(row, column);
      return cell === undefined ? undefined : cellText(cell);
    };
    const variables: JsonObject = {};
    for (const [name, { column, otherwise }] of variablesFrom) {
      const text = textAt(column) ?? textAt(otherwise);
      if (text !== undefined) variables[name] = text;
    }
    const placeholders: JsonObject = {};
    for (const [name, column] of placeholdersFrom) placeholders[name] = listOf(at(column));
    // Ids of people may be there twice; the number of the row never is.
    const made: ExperimentRow = { id: String(index + 1), variables, placeholders, checks };
    const description = textAt(use.id);
    if (description !== undefined && description !== "") made.description = description;
    const expected = expectedOf(at, use.expected);
    if (expected !== undefined) made.expected = expected;
    const group = textAt(use.group);
    if (group !== undefined && group !== "") made.group = group;
    const facet = textAt(use.facet);
    if (facet !== undefined) made.facet = facet;
    for (const [name, column] of metadataFrom) {
      const value = at(column);
      if (value === undefined) continue;
      made.metadata ??= {};
      made.metadata[name] = value;
    }
    for (const column of use.answers) {
      const text = textAt(column);
      if (text === undefined) continue;
      made.answers ??= {};
      made.answers[column] = text;
    }
    return made;
  };
}

function descriptionOf(id: string | undefined): { description?: string } {
  return id === undefined || id === "" ? {} : { description: id };
}

function expectedOf(
  at: (column: string) => JsonValue | undefined,
  expected: Columns["expected"],
): JsonValue | undefined {
  if (expected === null) return undefined;
  if (typeof expected === "string") return at(expected);
  const messages = listOf(at(expected.from));
  const last = Array.isArray(messages) ? messages.at(-1) : undefined;
  return typeof last === "object" && last !== null && !Array.isArray(last) ? last["content"] : undefined;
}

/** A list of messages stands in a CSV as text. */
function listOf(value: JsonValue | undefined): JsonValue {
  if (typeof value !== "string") return value ?? [];
  try {
    return JSON.parse(value) as JsonValue;
  } catch {
    return value;
  }
}

function rowInPlace(
  checks: RowCheck[],
): (row: NonNullable<DatasetSource["rows"]>[number], index: number) => ExperimentRow {
  return ({ id, name, variables = {}, placeholders = {}, expected, group, facet, metadata, answers }, index) => ({
    id: String(index + 1),
    ...descriptionOf(name ?? id),
    variables,
    placeholders,
    ...(expected === undefined ? {} : { expected }),
    ...(group === undefined ? {} : { group }),
    ...(facet === undefined ? {} : { facet }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(answers === undefined
      ? {}
      : { answers: Object.fromEntries(Object.entries(answers).map(([name, one]) => [name, textOfValue(one)])) }),
    checks,
  });
}
