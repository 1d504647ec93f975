import type { JsonValue } from "@shared/domain/json/json.ts";
import { pyStr } from "@shared/domain/template/python-string.ts";
import { describe, expect, it } from "vitest";

/** Expected texts are what CPython 3.11 prints for `str(json.loads(…))`. */
const cases: [JsonValue, string][] = [
  [null, ""],
  [true, "True"],
  [false, "False"],
  ["it's", "it's"],
  [0, "0"],
  [-0, "0"],
  [3, "3"],
  [-1.5, "-1.5"],
  [0.1, "0.1"],
  [0.0001, "0.0001"],
  [0.00001, "1e-05"],
  [1.5e-7, "1.5e-07"],
  [1e16, "10000000000000000"],
  [1e21, "1e+21"],
  [1.5e300, "1.5e+300"],
  [[], "[]"],
  [{}, "{}"],
  [["x", "y"], "['x', 'y']"],
  [{ a: 1, b: [true, null] }, "{'a': 1, 'b': [True, None]}"],
  [["it's"], `["it's"]`],
  [[`say "hi"`], `['say "hi"']`],
  [[`it's "both"`], `['it\\'s "both"']`],
  [["back\\slash"], "['back\\\\slash']"],
  [["a\nb\tc\rd"], "['a\\nb\\tc\\rd']"],
  [["\u0000\u001b\u007f"], "['\\x00\\x1b\\x7f']"],
  [["größe 名前 🎉"], "['größe 名前 🎉']"],
  [["\u00a0\u200b\u2028\ufeff"], "['\\xa0\\u200b\\u2028\\ufeff']"],
  [["\ud800"], "['\\ud800']"],
  [["\u{e0001}"], "['\\U000e0001']"],
  [{ "it's": { k: "v" } }, `{"it's": {'k': 'v'}}`],
];

describe("pyStr", () => {
  // Catches JSON text (`true`, `null`, double quotes) where LiteLLM users get Python's.
  it.each(cases)("writes %j as Python does", (value, expected) => {
    expect(pyStr(value)).toBe(expected);
  });
});
