import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readDatasetFile } from "@engine/datasets/read-dataset.ts";
import { cellText } from "@shared/domain/dataset/dataset.ts";
import { afterAll, expect, it } from "vitest";
import { runs } from "../../prove-scale.ts";

const heads = ["id", "doc_id", "question", "context", "expected"];

/** Rows with line breaks, quotes, long and empty cells, and other scripts, at known places. */
function rowOf(index: number): string[] {
  const long = index % 1000 === 0 ? ".".repeat(20_000) : "tide pier größer 港 🚲 ".repeat(5);
  const context = index % 97 === 0 ? `${long}\r\nover two lines` : index % 89 === 0 ? `"${long}" said` : long;
  const id = String(index).padStart(7, "0");
  return [id, `D${Math.ceil(index / 8)}`, `ferry, bell ${index}, oar?`, context, index % 83 === 0 ? "" : "sail"];
}

const quote = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
const rows = Array.from({ length: runs(5000) }, (_, index) => rowOf(index + 1));
const csv = [heads, ...rows].map((row) => `${row.map(quote).join(",")}\r\n`).join("");
const jsonl = rows
  .map((row) => `${JSON.stringify(Object.fromEntries(heads.map((head, at) => [head, row[at]])))}\n`)
  .join("");

const folder = mkdtempSync(join(tmpdir(), "promptscope-rows-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

it.each([
  ["rows.csv", csv],
  ["rows.jsonl", jsonl],
  // A list that is too long to be held is read where it stands.
  ["rows.json", `[\n${jsonl.trimEnd().replaceAll("\n", ",\n")}\n]\n`],
  // JSON lines under a name that does not say so.
  ["rows.txt", jsonl],
])("%s: no row is lost or changed where the steps of reading meet", async (name, text) => {
  const signal = new AbortController().signal;
  const outcome = await readDatasetFile(fileOf(name, text), { signal });
  if (outcome.read === "error") throw new Error(outcome.error.message);
  const { dataset } = outcome;
  expect(dataset.rows.length).toBe(rows.length);
  const unlike = dataset.rows.findIndex(({ cells }, index) =>
    heads.some((head, at) => cellText(cells.get(head)) !== rows[index]?.[at]),
  );
  expect(unlike).toBe(-1);
  expect(dataset.warnings).toEqual([]);
});

it("reading stops between two steps when it is cancelled, and lets others run in between", async () => {
  const cancel = new AbortController();
  const reading = readDatasetFile(fileOf("cancelled.csv", csv), { signal: cancel.signal });
  // A turn of the event loop comes before the file is read whole.
  setImmediate(() => cancel.abort());
  await expect(reading).rejects.toMatchObject({ name: "AbortError" });
});

const told = async (name: string, text: string) => {
  const outcome = await readDatasetFile(fileOf(name, text), { signal: new AbortController().signal });
  if (outcome.read !== "error") throw new Error(`${outcome.dataset.rows.length} rows were read.`);
  return outcome.error;
};

it("a long list that is broken says where, as a short one does", async () => {
  const lines = jsonl.trimEnd().split("\n");
  const cut = await told("cut.json", `[${lines.join(",\n")}`);
  expect([cut.code, cut.line]).toEqual(["bad-json", lines.length]);
  const broken = await told("broken.json", `[${lines.with(700, '{"id": nope}').join(",\n")}]`);
  expect([broken.line, broken.col]).toEqual([701, 8]);
  expect(await told("comma.json", `[${lines.join(",\n")},\n]`)).toMatchObject({ line: lines.length + 1, col: 1 });
});

it("a value of JSON lines that goes on over more lines than are held at once is one row", async () => {
  const long = JSON.stringify({ id: "1", question: "x".repeat(3_000_000), tags: ["a"] }, null, 2);
  const outcome = await readDatasetFile(fileOf("pretty.jsonl", `${long}\n{"id":"2"}\n`), {
    signal: new AbortController().signal,
  });
  if (outcome.read === "error") throw new Error(outcome.error.message);
  expect(outcome.dataset.rows.map(({ line, cells }) => [line, cellText(cells.get("id"))])).toEqual([
    [1, "1"],
    [long.split("\n").length + 1, "2"],
  ]);
  expect(cellText(outcome.dataset.rows.at(0)?.cells.get("question"))).toHaveLength(3_000_000);
});
