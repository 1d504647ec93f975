import { createBoundedList, newestWithin } from "@shared/domain/bounded-list.ts";
import { createBoundedMap } from "@shared/domain/bounded-map.ts";
import { weighJson } from "@shared/domain/json/json-weight.ts";
import { remember } from "@shared/domain/remember.ts";
import { describe, expect, it } from "vitest";

const length = (text: string) => text.length;

describe("the newest of a list", () => {
  it.each([
    ["as many as fit by count", ["a", "b", "c"], { items: 2, bytes: 100 }, ["b", "c"]],
    ["as many as fit by bytes", ["aaaa", "bb", "c"], { items: 9, bytes: 3 }, ["bb", "c"]],
    ["no older one that is small behind one that does not fit", ["a", "bbbb", "c"], { items: 9, bytes: 3 }, ["c"]],
    ["the newest, however heavy", ["a", "bbbb"], { items: 9, bytes: 3 }, ["bbbb"]],
    ["none of an empty list", [], { items: 9, bytes: 3 }, []],
  ])("%s", (_what, list, bounds, kept) => {
    expect(newestWithin(list, bounds, length)).toEqual(kept);
    // Pushed one after the other it is the same.
    expect(createBoundedList<string>(bounds, length, list).items()).toEqual(kept);
  });

  it("that was taken weighs nothing any more", () => {
    const list = createBoundedList<string>({ items: 9, bytes: 3 }, length, ["aaa"]);
    expect(list.take()).toEqual(["aaa"]);
    for (const item of ["b", "c", "d"]) list.push(item);
    expect(list.items()).toEqual(["b", "c", "d"]);
  });
});

describe("a bounded map", () => {
  it("loses the oldest beyond its count or its bytes, and never the one set last", () => {
    const map = createBoundedMap<string>({ items: 3, bytes: 10 });
    for (const key of ["a", "b", "c", "d"]) map.set(key, key, 1);
    expect(map.values()).toEqual(["b", "c", "d"]);
    map.set("e", "e", 9);
    expect(map.values()).toEqual(["d", "e"]);
    map.set("f", "f", 99);
    expect([map.values(), map.size, map.get("e"), map.has("f")]).toEqual([["f"], 1, undefined, true]);
  });

  it("counts a value that is set again once, and what was deleted no more", () => {
    const map = createBoundedMap<string>({ items: 9, bytes: 10 });
    map.set("a", "a", 1);
    map.set("b", "b", 4);
    map.set("a", "a2", 6);
    expect(map.values()).toEqual(["a2", "b"]);
    map.delete("b");
    map.set("c", "c", 4);
    expect(map.values()).toEqual(["a2", "c"]);
    map.clear();
    map.set("d", "d", 10);
    map.delete("d");
    map.set("e", "e", 10);
    expect(map.values()).toEqual(["e"]);
  });

  it("keeps what may not go, until it may", () => {
    const held = new Set(["a", "b"]);
    const map = createBoundedMap<string>({ items: 2, bytes: 100 }, (value) => !held.has(value));
    for (const key of ["a", "b", "c", "d"]) map.set(key, key, 1);
    expect(map.values()).toEqual(["a", "b", "d"]);
    held.clear();
    map.set("e", "e", 1);
    expect(map.values()).toEqual(["d", "e"]);
  });
});

describe("what is remembered", () => {
  it("is forgotten by the length of its keys too (32 diffs of texts of a megabyte each stayed for good)", () => {
    const made: string[] = [];
    const first = (key: string) => key.slice(0, 1);
    const initial = remember(32, (key) => {
      made.push(first(key));
      return first(key);
    });
    const long = (letter: string) => letter.repeat(1_000_000);
    for (const letter of "abcdef") initial(long(letter));
    initial(long("f"));
    initial(long("a"));
    expect(made.join("")).toBe("abcdefa");
  });
});

describe("what a value weighs", () => {
  it("grows with its texts and its names, in lists, objects and maps", () => {
    const base = weighJson({});
    expect(weighJson("x".repeat(1_000))).toBeGreaterThanOrEqual(2_000);
    expect(weighJson({ list: [{ text: "x".repeat(1_000) }] }) - base).toBeGreaterThan(2_000);
    expect(weighJson({ ["x".repeat(1_000)]: 1 }) - base).toBeGreaterThan(2_000);
    expect(weighJson(new Map([[1, "x".repeat(1_000)]]))).toBeGreaterThan(2_000);
    expect(weighJson([null, undefined, 1, true])).toBeGreaterThan(0);
  });

  it("is told of a list so long that it fits no call's arguments, and of one nested very deep", () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    expect(weighJson(deep)).toBeGreaterThan(100_000);
    expect(weighJson(Array.from({ length: 300_000 }, () => 0))).toBeGreaterThan(300_000);
    expect(weighJson(new Map(Array.from({ length: 300_000 }, (_, index) => [index, 0])))).toBeGreaterThan(300_000);
  });
});
