import { readDatasetBytes } from "@engine/datasets/read-dataset.ts";
import { viewOfOutcome } from "@engine/datasets/view-dataset.ts";
import { cellAt, type Dataset } from "@shared/domain/dataset/dataset.ts";
import type { TakenRows } from "@shared/domain/dataset/dataset-view.ts";
import { suggestMapping } from "@shared/domain/dataset/suggest-mapping.ts";
import { datasetLines } from "@shared/domain/dataset/write-dataset.ts";
import {
  type DatasetTable,
  emptyRow,
  tableOfView,
  withCell,
  withColumn,
  withoutRow,
  withRows,
} from "@shared/domain/experiment/setup/dataset-table.ts";
import { type FileRows, patchedDataset, rowsOfFile } from "@shared/domain/experiment/setup/file-rows.ts";
import { mostAddedRows, noPatch } from "@shared/domain/experiment/setup/rows-patch.ts";
import { type ChosenMapping, mapTable, withFixed, withTarget } from "@shared/domain/experiment/setup/setup-mapping.ts";
import { activeRows, countFilled, rowAt } from "@shared/domain/experiment/setup/setup-rows.ts";
import { describe, expect, it } from "vitest";

const { signal } = new AbortController();
const about = { source: "file", name: "rows", readAt: 1 } as const;

async function read(text: string, name: string): Promise<Dataset> {
  const found = await readDatasetBytes(Buffer.from(text), name, { signal });
  if (found.read === "error") throw new Error(found.error.message);
  return found.dataset;
}

/** The table with all rows, as a short file has it, and the one of a long file, with the first two. */
async function tablesOf(dataset: Dataset): Promise<{ whole: DatasetTable; long: DatasetTable }> {
  const table = async (taken: TakenRows) => {
    const found = await viewOfOutcome({ read: "ok", dataset }, [], taken, signal);
    if (found.read === "error") throw new Error(found.error.message);
    return tableOfView(found.view, about, { file: "f", name: "rows", variables: [], readAs: {} });
  };
  return { whole: await table({}), long: await table({ most: 2, first: 2 }) };
}

const csv = `ticket,answer,thread,lang,note
"Where, is it?",late,t1,en,
No reply,,t1,de,"two
lines"
Refund,money,t2,en,x
${"Any news?,none,t3,fr,y\n".repeat(40)}`;
const jsonl = [
  { id: "a", input: { ticket: "one" }, expectedOutput: { say: "x" }, metadata: { lang: "en" }, status: "ACTIVE" },
  { id: "b", input: { ticket: "two" }, expectedOutput: null, metadata: null, status: "ARCHIVED" },
  { id: "c", input: { ticket: 3.1 }, expectedOutput: "z", metadata: { lang: "de" }, status: "ACTIVE" },
]
  .map((item) => JSON.stringify(item))
  .join("\n");

describe("a long file's rows, made where they are", () => {
  // A row that is shown by one rule and sent by another is the fault that nobody would see.
  it.each([
    ["tickets.csv", csv],
    ["items.jsonl", jsonl],
  ])("%s: are the rows that the window makes of the whole table", async (name, text) => {
    const dataset = await read(text, name);
    const { whole, long } = await tablesOf(dataset);
    const wanted = { variables: ["ticket", "tone"], placeholders: ["history"] };
    let chosen: ChosenMapping = { columns: {}, fixed: {}, empty: ["history"] };
    chosen = withFixed(chosen, "tone", "warm");
    if (long.columns.includes("thread")) chosen = withTarget(chosen, mapTable(long, wanted, chosen), "thread", "group");
    const mapping = mapTable(long, wanted, chosen);
    const { targets, expectedFrom } = mapping;
    const changed = { "2": long.columns.map((column) => (column === "answer" ? "typed" : column)) };
    const given: FileRows = {
      ...{ file: "f", name, variables: [], readAs: {} },
      ...{
        targets,
        expectedFrom,
        fixed: chosen.fixed,
        empty: ["history"],
        answers: ["note"],
        changed,
        addedColumns: [],
        addedRows: [],
      },
    };
    const edited: DatasetTable = { ...whole, rows: whole.rows.map((row, at) => (at === 2 ? changed["2"] : row)) };
    const expected = activeRows(edited).map((row) => rowAt(edited, mapping, chosen, row, ["note"]));
    expect([...rowsOfFile(dataset, given)]).toEqual(expected);
    expect(expected.length).toBe(long.file?.active);
    const told = countFilled(long, mapping, chosen, wanted);
    expect(told).toEqual(countFilled(whole, mapping, chosen, wanted));
  });

  // A row that was added by one rule and sent by another would be another row.
  it.each([
    ["tickets.csv", csv],
    ["items.jsonl", jsonl],
  ])(
    "%s: with columns and rows that were added are what the window makes of a whole table with them",
    async (name, text) => {
      const dataset = await read(text, name);
      const { whole, long } = await tablesOf(dataset);
      const copied = long.columns[1] ?? "";
      const add = (table: DatasetTable) => {
        const typed = withCell(table, 1, 0, "typed", whole.rows[1]);
        const wider = withColumn(withColumn(typed, "again", { from: copied }), "tone", { text: "warm" });
        const open = withColumn(wider, "open");
        const texts = open.columns.map((column, at) => (at % 2 === 0 || column !== "open" ? column : null));
        const more = withRows(open, [texts, open.columns.map(() => "")]);
        const last = (table.file ? more.count : more.rows.length) - 1;
        return withoutRow(withCell(more, last - 1, 0, "typed too", texts), last);
      };
      const [given, edited] = [add(long), add(whole)];
      const chosen: ChosenMapping = { columns: { open: "facet" }, fixed: {} };
      const { targets, expectedFrom } = mapTable(given, { variables: ["again", "tone"], placeholders: [] }, chosen);
      const mapping = { targets, expectedFrom };
      if (!given.file) throw new Error("no long file");
      const rows: FileRows = { ...given.file, targets, expectedFrom, fixed: {}, empty: [], answers: ["again"] };
      const expected = activeRows(edited).map((row) => rowAt(edited, mapping, chosen, row, ["again"]));
      expect([...rowsOfFile(dataset, rows)]).toEqual(expected);
      expect(expected.at(-1)?.variables).toMatchObject({ [long.columns[0] ?? ""]: "typed too" });
      expect([given.count, given.file.active]).toEqual([dataset.rows.length + 1, expected.length]);
      const wanted = { variables: ["again", "tone", "open"], placeholders: [] };
      const asked = { ...mapTable(given, wanted, chosen), targets: { ...targets, open: "variable:open" as const } };
      expect(countFilled(given, asked, chosen, wanted).missing).toEqual(
        countFilled(edited, asked, chosen, wanted).missing,
      );
      // What is written has them too, and a copy of a value is that value.
      const written = [...patchedDataset(dataset, given.file).rows];
      expect(written).toHaveLength(dataset.rows.length + 1);
      expect(written[2]?.cells.get("tone")).toBe("warm");
      expect(written[2]?.cells.get("again")).toEqual(cellAt(dataset.rows.at(2) ?? { cells: new Map() }, copied));
      expect(written.at(-1)?.cells.get("open")).toBe(edited.rows.at(-1)?.at(-1) ?? undefined);
    },
  );

  it("have in a row that is typed or pasted what every row has in a column that was added", async () => {
    const { long } = await tablesOf(await read(csv, "tickets.csv"));
    const wider = withColumn(withColumn(long, "tone", { text: "warm" }), "again", { from: "ticket" });
    const pasted = ["Lost?", null, null, null, null, null, null];
    const { file } = withRows(wider, [emptyRow(wider), pasted]);
    expect(file?.addedRows.map((texts) => texts.slice(-2))).toEqual([
      ["warm", ""],
      ["warm", "Lost?"],
    ]);
  });

  it("take no more rows than a person adds by hand", async () => {
    const { long } = await tablesOf(await read(csv, "tickets.csv"));
    const row = long.columns.map(() => "");
    const most = withRows(
      long,
      Array.from({ length: mostAddedRows }, () => row),
    );
    expect(most.file?.addedRows).toHaveLength(mostAddedRows);
    expect(withRows(most, [row])).toBe(most);
  });

  it("tell of all rows what they lack, not of the first", async () => {
    const lines = Array.from({ length: 50 }, (_, index) =>
      JSON.stringify(index === 41 ? { a: "x" } : { a: "x", b: "y" }),
    );
    const dataset = await read(lines.join("\n"), "rows.jsonl");
    const { long } = await tablesOf(dataset);
    expect(long.rows).toHaveLength(2);
    expect(long.file?.lacking).toEqual({ b: { rows: 1, first: 42 } });
    const wanted = { variables: ["a", "b"], placeholders: [] };
    const chosen = { columns: {}, fixed: {} };
    expect(countFilled(long, mapTable(long, wanted, chosen), chosen, wanted)).toEqual({
      ...{ rows: 50, whole: 49 },
      missing: { b: 1 },
    });
  });

  it("leave with what was typed in them, and values that nobody touched stay values", async () => {
    const dataset = await read('{"a": 1, "b": "x"}\n{"a": 2, "b": "y"}\n{"a": 3, "b": "z"}', "rows.jsonl");
    const { long } = await tablesOf(dataset);
    const typed = withCell(long, 2, 1, "typed", ["3", "z"]);
    expect(typed.rows).toEqual(long.rows);
    const written = [...datasetLines(patchedDataset(dataset, typed.file ?? noPatch), "jsonl")];
    expect(written).toEqual(['{"a":1,"b":"x"}\n', '{"a":2,"b":"y"}\n', '{"a":3,"b":"typed"}\n']);
  });
});

it("the only column left fills a variable, but not with what somebody has answered already", async () => {
  const mapped = async (left: string) => {
    const { mapping } = suggestMapping(await read(`id,expected,${left}\n1,a,b\n2,c,d\n`, "rows.csv"), ["ticket"]);
    return mapping.map["ticket"]?.column;
  };
  expect(await mapped("body")).toBe("body");
  for (const answered of ["actual_output", "response", "earlier answer"])
    expect(await mapped(answered)).toBeUndefined();
});
