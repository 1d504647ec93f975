import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readDatasetBytes, readDatasetFile } from "@engine/datasets/read-dataset.ts";
import { cellText, type Dataset } from "@shared/domain/dataset/dataset.ts";
import { type DatasetFileKind, datasetLines } from "@shared/domain/dataset/write-dataset.ts";
import { csvText, unguardFormula } from "@shared/domain/export/csv-text.ts";
import { describe, expect, it } from "vitest";

const folder = join(import.meta.dirname, "../../fixtures/datasets");
const { cases } = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8")) as {
  cases: { file: string; read: string; format?: string; export_safe?: [number, string, string][] }[];
};
const signal = new AbortController().signal;

async function read(file: string): Promise<Dataset> {
  const outcome = await readDatasetFile(join(folder, file), { signal });
  if (outcome.read === "error") throw new Error(outcome.error.message);
  return outcome.dataset;
}
const textOf = (dataset: Dataset, kind: DatasetFileKind) => [...datasetLines(dataset, kind)].join("");

async function readBack(dataset: Dataset, kind: DatasetFileKind): Promise<Dataset> {
  const name = kind === "jsonl" ? "back.jsonl" : "back.csv";
  const outcome = await readDatasetBytes(Buffer.from(textOf(dataset, kind)), name, { signal });
  if (outcome.read === "error") throw new Error(outcome.error.message);
  return outcome.dataset;
}
const textsOf = ({ columns, rows }: Dataset) => rows.map(({ cells }) => columns.map((one) => cellText(cells.get(one))));

/** A text as a spreadsheet gets it, without the quotes of its field. */
function guarded(text: string): string {
  const field = csvText(text, true);
  return field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field;
}

describe("rows that are written", () => {
  it("for spreadsheets nothing is run, and read again they are as they were", async () => {
    const safe = cases.filter(({ export_safe }) => export_safe !== undefined);
    expect(safe).toHaveLength(1);
    for (const { file, export_safe = [] } of safe) {
      const dataset = await read(file);
      const text = textOf(dataset, "spreadsheet");
      expect(text.startsWith("\ufeff")).toBe(true);
      for (const [row, column, written] of export_safe)
        expect(guarded(cellText(dataset.rows.at(row - 1)?.cells.get(column)))).toBe(written);
      const back = await readBack(dataset, "spreadsheet");
      expect(textsOf(back)).toEqual(textsOf(dataset));
      expect(back.warnings.map(({ code }) => code)).toContain("guarded-formulas");
      const plain = textOf(dataset, "csv");
      expect(plain).toContain("\r\n1,=1+1,");
      expect(textsOf(await readBack(dataset, "csv"))).toEqual(textsOf(dataset));
    }
  });

  it.each(cases.filter(({ read: how, format }) => how !== "error" && format === "csv").map(({ file }) => file))(
    "%s is the same after it was written and read",
    async (file) => {
      const dataset = await read(file);
      // Without a header, names are ours; one column alone has no delimiter to be told by.
      if (!dataset.header || dataset.columns.length === 1) return;
      for (const kind of ["csv", "spreadsheet"] as const)
        expect({ kind, texts: textsOf(await readBack(dataset, kind)) }).toEqual({ kind, texts: textsOf(dataset) });
    },
  );

  it("an apostrophe that was there stays", () => {
    for (const text of ["'=1", "''=1", "'", "'a", "=1", "-1.5", " \t=x", "＝1"])
      expect(unguardFormula(guarded(text))).toBe(text);
    const marks = ["'", "=", "-", "1", " ", "a", "@", "\t"];
    const texts = marks.flatMap((a) => marks.flatMap((b) => marks.flatMap((c) => [a + b + c, a + b, a])));
    for (const text of texts) expect(unguardFormula(guarded(text))).toBe(text);
  });
});
