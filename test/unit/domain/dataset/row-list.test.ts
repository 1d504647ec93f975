import { LazyRows } from "@shared/domain/dataset/row-list.ts";
import { expect, it } from "vitest";

it("rows that are made when they are asked for answer as an array does", () => {
  const array = ["a", "b", "c", "d"];
  const rows = new LazyRows(array.length, (index) => array[index] as string);
  const places = [-9, -1, 0, 3, 4];
  expect(places.map((place) => rows.at(place))).toEqual(places.map((place) => array.at(place)));
  expect([...rows]).toEqual(array);
  expect([...rows.entries()]).toEqual([...array.entries()]);
  for (const [from, to] of [[], [1], [1, 3], [-2], [0, -1], [3, 1], [9]]) {
    expect(rows.slice(from, to)).toEqual(array.slice(from, to));
  }
  const isLate = (row: string, index: number) => row > "b" && index > 1;
  expect([rows.some(isLate), rows.every(isLate), rows.find(isLate), rows.findIndex(isLate)]).toEqual([
    array.some(isLate),
    array.every(isLate),
    array.find(isLate),
    array.findIndex(isLate),
  ]);
  expect([rows.find(() => false), rows.findIndex(() => false)]).toEqual([undefined, -1]);
  expect(rows.filter(isLate)).toEqual(array.filter(isLate));
  expect(rows.map((row, index) => `${row}${index}`)).toEqual(array.map((row, index) => `${row}${index}`));
  expect(rows.flatMap((row, index) => (index % 2 ? [row, row] : row))).toEqual(["a", "b", "b", "c", "d", "d"]);
  expect(JSON.stringify({ rows })).toBe(JSON.stringify({ rows: array }));
});
