import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readDatasetFile } from "@engine/datasets/read-dataset.ts";
import { cellAt, cellText, cellValue, type Dataset, type DatasetRow } from "@shared/domain/dataset/dataset.ts";
import { suggestMapping } from "@shared/domain/dataset/suggest-mapping.ts";
import { renderPythonText } from "@shared/domain/template/compile-python.ts";
import { describe, expect, it } from "vitest";

/*
 * Files as people have them, each with what a reader must make of it (`test/fixtures/datasets/expected.json`, whose
 * `conventions` say what each field means). They were checked against Python's csv and json.
 */
interface Told {
  code: string;
  line?: number;
  row?: number;
  col?: number;
  column?: string;
  says?: string[];
}
interface Case {
  file: string;
  about: string;
  read: "ok" | "warn" | "error";
  format: string;
  encoding: string;
  delimiter?: string;
  newline: string;
  header?: boolean;
  header_line?: number;
  columns: string[];
  columns_subset?: boolean;
  rows: number | null;
  rows_any?: number[];
  cells?: [number, string, unknown][];
  texts?: [number, string, string][];
  cell_lengths?: [number, string, number][];
  missing?: [number, string][];
  lines?: Record<string, number>;
  kinds?: Record<string, string>;
  json_columns?: Record<string, string>;
  expanded?: string[];
  images?: [number, string, string, number][];
  dialect?: string;
  warnings?: Told[];
  error?: Told;
  mapping?: Record<string, unknown> & { variables: string[] };
  rendered?: { template: string; rows: string[] };
}

const folder = join(import.meta.dirname, "../../fixtures/datasets");
const { cases } = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")) as { cases: Case[] };

/** What the checks in the cells of such a file mean is not the reader's to say. */
const checksOfTools = new Set([
  "assertion-not-supported",
  "code-from-file",
  "assertion-word-unknown",
  "assertion-threshold-lost",
]);

async function read(file: string, variables: readonly string[]) {
  return await readDatasetFile(join(folder, file), { variables, signal: new AbortController().signal });
}

function says(told: Told, given: { message: string }[]): boolean {
  return given.some((one) => {
    const has = (key: "line" | "row" | "col" | "column") =>
      told[key] === undefined || (one as Partial<Told>)[key] === told[key];
    return (
      has("line") &&
      has("row") &&
      has("col") &&
      has("column") &&
      (told.says ?? []).every((word) => contains(one.message, word))
    );
  });
}

const contains = (text: string, word: string) => text.toLowerCase().includes(word.toLowerCase());

describe.each(cases)("$file: $about", (one) => {
  const variables = one.mapping?.variables ?? [];

  it("is read as it should be", async () => {
    const outcome = await read(one.file, variables);
    if (one.read === "error") {
      expect(outcome).toMatchObject({ read: "error" });
      if (outcome.read !== "error" || !one.error) return;
      const { line, col } = one.error;
      expect(outcome.error).toMatchObject({ ...(line ? { line } : {}), ...(col ? { col } : {}) });
      for (const word of one.error.says ?? [])
        expect(outcome.error.message.toLowerCase()).toContain(word.toLowerCase());
      return;
    }
    if (outcome.read === "error") throw new Error(outcome.error.message);
    const { dataset } = outcome;
    const { mapping, warnings } = suggestMapping(dataset, variables);
    checkRows(one, dataset);
    const told = [...dataset.warnings, ...warnings];
    const wanted = (one.warnings ?? []).filter(({ code }) => !checksOfTools.has(code));
    expect(wanted.filter((warning) => !says(warning, told))).toEqual([]);
    if (one.read === "ok") expect(told).toEqual([]);
    if (one.mapping) {
      const { variables: _, note: _note, optional, facets, active_rows: active, ...rest } = one.mapping;
      const left = [
        "special",
        "expected_text",
        "expected_any_of",
        "placeholder_lengths",
        "expected_candidates",
        "assertions",
      ];
      const compared = Object.fromEntries(Object.entries(rest).filter(([key]) => !left.includes(key)));
      if (optional) delete compared["expected"];
      expect(mapping).toMatchObject(compared);
      if (Array.isArray(facets)) expect(mapping.facets).toEqual(expect.arrayContaining(facets));
      if (active !== undefined) expect(dataset.activeRows).toBe(active);
    }
    // What looks like a template inside of a value is text.
    const { template, rows } = one.rendered ?? { template: "", rows: [] };
    for (const [index, text] of rows.entries()) {
      const values = Object.entries(mapping.map).map(([name, { column }]): [string, string] => [
        name,
        cellText(cellAt(dataset.rows.at(index) as DatasetRow, column)),
      ]);
      expect(renderPythonText(template, Object.fromEntries(values)).text).toBe(text);
    }
  });
});

function checkRows(one: Case, dataset: Dataset): void {
  const { format, encoding, newline, columns } = dataset;
  expect({ format, encoding, newline }).toEqual({ format: one.format, encoding: one.encoding, newline: one.newline });
  if (one.delimiter !== undefined) expect(dataset.delimiter).toBe(one.delimiter);
  if (one.header !== undefined) expect(dataset.header).toBe(one.header);
  if (one.header_line !== undefined) expect(dataset.headerLine).toBe(one.header_line);
  if (one.columns_subset) expect(columns).toEqual(expect.arrayContaining(one.columns));
  else expect(columns).toEqual(one.columns);
  expect(one.rows_any ?? [one.rows]).toContain(dataset.rows.length);
  const row = (number: number) => dataset.rows.at(number - 1) as DatasetRow;
  for (const [number, column, value] of one.cells ?? []) {
    const cell = cellAt(row(number), column);
    expect(cell === undefined ? undefined : cellValue(cell), `${number} ${column}`).toEqual(value);
  }
  for (const [number, column, text] of one.texts ?? []) expect(cellText(row(number).cells.get(column))).toBe(text);
  for (const [number, column, length] of one.cell_lengths ?? []) {
    expect([...cellText(row(number).cells.get(column))].length).toBe(length);
  }
  for (const [number, column] of one.missing ?? []) expect(row(number).cells.has(column)).toBe(false);
  for (const [number, line] of Object.entries(one.lines ?? {})) expect(row(Number(number)).line).toBe(line);
  expect(dataset.kinds).toMatchObject(one.kinds ?? one.json_columns ?? {});
  if (one.expanded) expect(dataset.expanded).toEqual(one.expanded);
  if (one.dialect) expect(dataset.dialect).toBe(one.dialect);
  expect(dataset.images.map(({ row: at, column, mediaType, bytes }) => [at, column, mediaType, bytes])).toEqual(
    one.images ?? [],
  );
}

it("every file of the folder has its case", () => {
  const known = new Set([...cases.map(({ file }) => file), "expected.json", ".gitattributes"]);
  expect(readdirSync(folder).filter((name) => !known.has(name))).toEqual([]);
});
