import { parseCsv } from "@engine/datasets/csv-parser.ts";
import { expect, it } from "vitest";

function cellsOf(text: string): string[] {
  const cells: string[] = [];
  const record = (one: { cells: string[] }) => void cells.push(...one.cells);
  const reading = parseCsv(text, { at: 0, line: 1 }, { delimiter: "," }, { record });
  while (!reading.next().done);
  return cells;
}

it.each([
  ['"a ""b"" c",d', ['a "b" c', "d"]],
  ['"a \\"b\\" c",d', ['a "b" c', "d"]],
  // Two quotes are one also behind a backslash, as in a path that a spreadsheet wrote.
  ['"C:\\""x""",d', ['C:\\"x"', "d"]],
  ['"C:\\\\",d', ["C:\\\\", "d"]],
  ['"""",""', ['"', ""]],
  [' "a" , b', ["a", " b"]],
  ['a "b", c"', ['a "b"', ' c"']],
])("%s is %j", (text, cells) => {
  expect(cellsOf(text)).toEqual(cells);
});
