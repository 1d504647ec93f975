import { diffJson, sameJson } from "@shared/domain/diff/json-diff.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawn } from "../../../prove-scale.ts";

const paths = (before: JsonValue, after: JsonValue) =>
  diffJson(before, after).map(({ path, kind }) => `${kind} ${path}`);

describe("diffJson", () => {
  it("names the smallest part that differs, with both values", () => {
    const before = { a: { b: [1, { c: "x" }] }, d: 1 };
    const after = { a: { b: [1, { c: "y" }] }, e: null };
    expect(diffJson(before, after)).toEqual([
      { path: "$.a.b[1].c", kind: "changed", before: "x", after: "y" },
      { path: "$.d", kind: "removed", before: 1 },
      { path: "$.e", kind: "added", after: null },
    ]);
  });

  it("an item put in front does not make the whole list differ (a new system message)", () => {
    expect(paths(["b", "c"], ["a", "b", "c"])).toEqual(["added $[0]"]);
    expect(paths(["a", "b", "c"], ["a", "c"])).toEqual(["removed $[1]"]);
  });

  it("the order of keys does not count, types do (1 and “1”, [] and {})", () => {
    expect(paths({ a: 1, b: 2 }, { b: 2, a: 1 })).toEqual([]);
    expect(paths([1, [], null], ["1", {}, false])).toEqual(["changed $[0]", "changed $[1]", "changed $[2]"]);
  });

  it("keys that are no names, and keys of Object.prototype, are keys like all others", () => {
    const before = JSON.parse(`{"two words":1,"it's":1,"__proto__":{"x":1},"constructor":1}`) as JsonValue;
    expect(paths(before, {})).toEqual([
      "removed $['two words']",
      "removed $['it\\'s']",
      "removed $.__proto__",
      "removed $.constructor",
    ]);
    expect(paths({}, { toString: 1 })).toEqual(["added $.toString"]);
  });

  it("a value far too deep to read is compared as a whole and does not overflow", () => {
    const nest = (inner: string) => JSON.parse(`${"[".repeat(50_000)}${inner}${"]".repeat(50_000)}`) as JsonValue;
    expect(diffJson(nest("1"), nest("2"))).toHaveLength(1);
    expect(diffJson(nest("1"), nest("1"))).toEqual([]);
  });

  it("finds nothing exactly when the values are the same", () => {
    const json = fc.jsonValue() as fc.Arbitrary<JsonValue>;
    fc.assert(
      fc.property(json, json, (a, b) => (diffJson(a, b).length === 0) === sameJson(a, b)),
      drawn(),
    );
    fc.assert(
      fc.property(json, (a) => diffJson(a, structuredClone(a)).length === 0),
      drawn(),
    );
  });
});
