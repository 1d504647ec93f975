import { expect, it } from "vitest";
import { foldLines, isFolded, pairLines } from "../../../../renderer/features/playground/prompt/diff-rows.ts";
import { diffTexts } from "../../../../renderer/features/playground/prompt/version-diff.ts";

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`);
const rowsOf = (before: string[], after: string[]) => foldLines(diffTexts(before.join("\n"), after.join("\n")));

it("folds long equal stretches, three lines around a change in sight, and drops none", () => {
  const before = numbered(40);
  const rows = rowsOf(before, before.with(20, "other"));
  expect(rows.map((row) => (isFolded(row) ? row.folded.length : (row.before ?? `+${row.after}`)))).toEqual([
    17,
    18,
    19,
    20,
    21,
    "+21",
    22,
    23,
    24,
    16,
  ]);
});

it("leaves a short stretch in sight, at the ends too", () => {
  const before = numbered(9);
  expect(rowsOf(before, before.with(4, "other")).some(isFolded)).toBe(false);
});

it("numbers the lines of both texts", () => {
  const rows = rowsOf(["a", "b", "c"], ["a", "x", "y", "c"]).flatMap((row) => (isFolded(row) ? [] : [row]));
  expect(rows.map(({ sign, before, after }) => [sign, before, after])).toEqual([
    [" ", 1, 1],
    ["-", 2, null],
    ["+", null, 2],
    ["+", null, 3],
    [" ", 3, 4],
  ]);
  expect(pairLines(rows).map(({ before, after }) => [before?.before ?? null, after?.after ?? null])).toEqual([
    [1, 1],
    [2, 2],
    [null, 3],
    [3, 4],
  ]);
});

it("stands a text beside nothing where all of it is new", () => {
  const rows = rowsOf([""], ["a", "b"]).flatMap((row) => (isFolded(row) ? [] : [row]));
  expect(pairLines(rows).filter(({ before }) => before?.words.some(({ text }) => text !== ""))).toEqual([]);
});
