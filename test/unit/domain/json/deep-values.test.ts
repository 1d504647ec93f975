import type { JsonValue } from "@shared/domain/json/json.ts";
import { mapStrings, visitStrings } from "@shared/domain/json/map-strings.ts";
import { stableJson } from "@shared/domain/json/stable-json.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawn } from "../../../prove-scale.ts";

/** With keys that objects order by themselves, and the one that is no ordinary key. */
const key = fc.oneof(fc.string(), fc.constantFrom("10", "9", "01", "-1", "__proto__", "constructor", "a", "B"));
const json = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.string(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value")),
    fc.array(fc.tuple(key, tie("value"))).map((entries) => Object.fromEntries(entries)),
  ),
})).value;

describe("stableJson", () => {
  it("writes what JSON.stringify writes of the value with its keys in order (hashes that were kept would differ)", () => {
    const before = (value: JsonValue) =>
      JSON.stringify(value, (_key, part: unknown) => {
        if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
        return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
      });
    fc.assert(
      fc.property(json, (value) => {
        expect(stableJson(value)).toBe(before(value));
      }),
      drawn(500),
    );
  });
});

describe("mapStrings", () => {
  it("changes texts and names, and nothing else", () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = JSON.stringify(value);
        expect(mapStrings(value, (one) => one)).toBe(value);
        const marked = mapStrings(value, (one) => `${one}!`);
        expect(JSON.stringify(mapStrings(marked, (one) => one.slice(0, -1)))).toBe(text);
        expect(JSON.stringify(value)).toBe(text);
      }),
      drawn(500),
    );
  });

  it("leaves what did not change as the object it was", () => {
    const value = { same: { a: ["x"] }, other: [{ b: "key" }] };
    const changed = mapStrings(value, (text) => text.replace("key", "[secret]"));
    expect(changed).toEqual({ same: { a: ["x"] }, other: [{ b: "[secret]" }] });
    expect(changed.same).toBe(value.same);
    expect(value.other).toEqual([{ b: "key" }]);
  });
});

describe("visitStrings", () => {
  it("is shown what mapStrings may change, every text and name as often as it stands there", () => {
    fc.assert(
      fc.property(json, (value) => {
        const texts: string[] = [];
        mapStrings(value, (text) => {
          texts.push(text);
          return text;
        });
        const seen: string[] = [];
        visitStrings(value, (text) => seen.push(text));
        expect(seen.sort()).toEqual(texts.sort());
      }),
      drawn(500),
    );
  });
});
