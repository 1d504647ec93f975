import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { setConfigKey } from "../../../../shared/domain/edit/config-text.ts";
import { drawn } from "../../../prove-scale.ts";

describe("a key of a config put to another value in its text", () => {
  const text = '{\n  "model": "gpt-4o",\n  "seed": 12345678901234567890,\n  "x": { "a": [1, "}"] }\n}';

  it("leaves everything else as it was typed, numbers too large to be read included", () => {
    expect(setConfigKey(text, "model", "o3")).toBe(text.replace("gpt-4o", "o3"));
    expect(setConfigKey(text, "x", { b: 1 })).toBe(text.replace('{ "a": [1, "}"] }', '{\n    "b": 1\n  }'));
    expect(setConfigKey(text, "seed", undefined)).toBe(text.replace(/\n {2}"seed.*/, ""));
    expect(setConfigKey(text, "top_p", 0.5)).toBe(text.replace("\n}", ',\n  "top_p": 0.5\n}'));
  });

  it.each([
    ["", "{}"],
    ["{}", "{}"],
    ['{"a":1}', '{"a":1}'],
    ['{"a":1,"a":2}', "{}"],
  ])("begins and ends with nothing: %s", (given, without) => {
    expect(JSON.parse(setConfigKey(given, "model", "m") || "{}")).toMatchObject({ model: "m" });
    if (given.includes('"a":2')) expect(setConfigKey(given, "a", undefined)).toBe(without);
  });

  it("changes nothing of a text that says no object", () => {
    for (const other of ['{"a":', "[1]", "3", "oops"]) expect(setConfigKey(other, "a", 1)).toBe(other);
  });

  // Would catch: a brace, a comma or an escaped quote inside a text taken for the end of a value.
  it("says the same as the object would with that key, whatever the others are", () => {
    const key = fc.string().filter((name) => name !== "__proto__");
    fc.assert(
      fc.property(
        fc.dictionary(key, fc.jsonValue()),
        key,
        fc.option(fc.jsonValue()),
        fc.nat(3),
        (object, name, put, gap) => {
          const value = put === null ? undefined : (put as string);
          const wanted = JSON.parse(JSON.stringify({ ...object, [name]: value }));
          expect(JSON.parse(setConfigKey(JSON.stringify(object, null, gap), name, value))).toEqual(wanted);
        },
      ),
      drawn(),
    );
  });
});
