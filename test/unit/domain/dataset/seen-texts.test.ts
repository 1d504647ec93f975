import { SeenTexts } from "@shared/domain/dataset/seen-texts.ts";
import { expect, it } from "vitest";

it("texts are known again, and no other is taken for one of them", () => {
  const seen = new SeenTexts();
  // Alike in all but a character, as ids are, and more than it has room for at first.
  const ids = Array.from({ length: 50_000 }, (_, index) => `T-${index}`);
  expect(ids.filter((id) => !seen.add(id))).toEqual([]);
  expect(seen.size).toBe(ids.length);
  expect(ids.filter((id) => seen.add(id))).toEqual([]);
  expect(seen.add("")).toBe(true);
  expect(seen.add("")).toBe(false);
  expect(seen.size).toBe(ids.length + 1);
});
