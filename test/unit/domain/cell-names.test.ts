import { nameCell, placeOfCell } from "@shared/domain/job/expand-cells.ts";
import { expect, it } from "vitest";

it("a cell's name gives its place back, whatever its parts hold", () => {
  const place = { row: "a/b %", variant: "ü🎉", repetition: 3 };
  expect(placeOfCell(nameCell(place))).toEqual(place);
});

it("half of a character and a percent sign that encodes nothing stop nobody (URI malformed)", () => {
  expect(placeOfCell(nameCell({ row: "x\ud83d", variant: "v", repetition: 0 }))?.row).toBe("x\ufffd");
  expect(placeOfCell("%/v/0")).toBeUndefined();
});
