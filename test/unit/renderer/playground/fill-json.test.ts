import { describe, expect, it } from "vitest";
import { matchFill, parseJsonObject } from "../../../../renderer/features/playground/prompt/fill-json.ts";

const targets = { variables: ["name", "tone"], placeholders: ["history"] };

describe("pasting a JSON object", () => {
  it("takes only objects: a list, a number or broken JSON stays ordinary text", () => {
    expect(parseJsonObject(' {"a":1} ')).toEqual({ a: 1 });
    expect(parseJsonObject("[1]")).toBeUndefined();
    expect(parseJsonObject("{{name}}")).toBeUndefined();
    expect(parseJsonObject('{"a":1')).toBeUndefined();
    expect(parseJsonObject("null")).toBeUndefined();
  });

  it("tells what it filled and what it did not know, and keeps the types of the values", () => {
    const result = matchFill({ tone: "warm", extra: 1, history: [], name: 7 }, targets);
    expect(result).toEqual({
      variables: { tone: "warm", name: 7 },
      placeholders: { history: [] },
      filled: ["tone", "history", "name"],
      ignored: ["extra"],
    });
  });

  it("does not let a pasted __proto__ become anything but a key", () => {
    const result = matchFill(JSON.parse('{"__proto__":{"polluted":true}}'), {
      variables: ["__proto__"],
      placeholders: [],
    });
    expect(Object.getPrototypeOf(result.variables)).toBe(Object.prototype);
    expect(Object.keys(result.variables)).toEqual(["__proto__"]);
  });
});
