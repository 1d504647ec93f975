import { describe, expect, it } from "vitest";
import { ratingOfKey } from "../../../../renderer/features/experiments/cell/rating-keys.ts";
import { shortBody } from "../../../../renderer/features/experiments/cell/short-body.ts";
import { checkWords } from "../../../../renderer/features/experiments/grid/cell-words.ts";
import { noRowsText, shownFilters } from "../../../../renderer/features/experiments/grid/filter-choices.ts";
import { gridActOf, movedBy } from "../../../../renderer/features/experiments/grid/grid-keys.ts";
import { gridSize } from "../../../../renderer/features/experiments/grid/grid-size.ts";
import { type CountedFilter, countedFilters } from "../../../../shared/domain/experiment/grid.ts";

const press = (key: string, change = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, ...change });
const there = { rows: 10, variants: 3 };

describe("keys", () => {
  it("of letters do as arrows do, and neither with Ctrl", () => {
    expect(gridActOf(press("j"), 5)).toEqual(gridActOf(press("ArrowDown"), 5));
    expect(gridActOf(press("h"), 5)).toEqual(gridActOf(press("ArrowLeft"), 5));
    expect(gridActOf(press("k", { ctrlKey: true }), 5)).toBeUndefined();
    expect(gridActOf(press("PageDown"), 5)).toEqual({ to: "row", by: 5 });
    expect(gridActOf(press("x"), 5)).toBeUndefined();
  });

  it("stay within the grid", () => {
    expect(movedBy({ to: "row", by: 99 }, { index: 3, variant: 1 }, there)).toEqual({ index: 9, variant: 1 });
    expect(movedBy({ to: "row", by: -99 }, { index: 3, variant: 1 }, there)).toEqual({ index: 0, variant: 1 });
    expect(movedBy({ to: "variant", by: 1 }, { index: 3, variant: 2 }, there)).toEqual({ index: 3, variant: 2 });
    expect(movedBy({ to: "last" }, { index: 3, variant: 2 }, { rows: 0, variants: 3 }).index).toBe(0);
  });

  it("rate, and the same key again takes it back", () => {
    expect(ratingOfKey("4", null)).toEqual({ stars: 4 });
    expect(ratingOfKey("4", { stars: 4 })).toEqual({ stars: undefined });
    expect(ratingOfKey("p", { passed: false })).toEqual({ passed: true });
    expect(ratingOfKey("f", { passed: false })).toEqual({ passed: undefined });
    expect(ratingOfKey("6", null)).toBeUndefined();
  });
});

describe("filters", () => {
  const counts = Object.fromEntries(countedFilters.map((kind) => [kind, 0])) as Record<CountedFilter, number>;

  it("of trouble stand in sight once there is some, and the chosen one always", () => {
    expect(shownFilters(counts, "all")).toEqual(["all", "failed", "changed"]);
    expect(shownFilters({ ...counts, errors: 2 }, "all")).toContain("errors");
    expect(shownFilters(counts, "rated")).toContain("rated");
    expect(shownFilters(null, "scoreBelow")).toEqual(["all", "failed", "changed"]);
  });

  it("that leave nothing say what was looked for", () => {
    expect(noRowsText({ kind: "failed" }, undefined)).toBe("No failed rows");
    expect(noRowsText({ kind: "failed" }, "visa")).toBe("No failed rows with “visa”");
    expect(noRowsText({ kind: "scoreBelow", score: "polite", below: 0.5 }, undefined)).toBe(
      "No row with polite below 0.5",
    );
  });
});

describe("sizes", () => {
  it("share the room among variants, and give none less than it needs", () => {
    expect(gridSize(1_392, 3, 4)).toMatchObject({ pinned: 318, variant: 358 });
    expect(gridSize(1_392, 12, 4).variant).toBe(200);
  });

  // At 320 pixels row, input and checks stayed in sight and hid every answer.
  it("leave room for an answer beside what stays, in the smallest window too", () => {
    for (let room = 280; room < 1_400; room += 20) {
      const { pinned, variant } = gridSize(room, 3, 4);
      expect(Math.min(variant, room - pinned), `of ${room}`).toBeGreaterThanOrEqual(160);
    }
  });

  it("have no column of checks where their squares would be too small to tell apart", () => {
    expect(gridSize(1_392, 4, 4).checks).toBeGreaterThan(0);
    expect(gridSize(1_392, 5, 4).checks).toBe(0);
    expect(gridSize(1_392, 2, 0).checks).toBe(0);
  });
});

it("a check that gave no score is not called failed", () => {
  expect(checkWords({ name: "polite", passed: null, value: null, error: "no key" })).toBe("polite: no score, no key");
  expect(checkWords({ name: "polite", passed: null, value: null })).toBe("polite: not run yet");
  expect(checkWords({ name: "rouge", passed: false, value: 0.41237 })).toBe("rouge: 0.412 failed");
});

it("a body at one glance keeps every key and hides no text behind a wrong one", () => {
  const body = JSON.stringify({ model: "m", messages: [{}, {}, {}], temperature: 0.3, stream: true });
  expect(shortBody(body)).toBe(
    '{\n  "model": "m",\n  "messages": [ 3 messages ],\n  "temperature": 0.3,\n  "stream": true\n}',
  );
  expect(shortBody("not json")).toBe("not json");
});
