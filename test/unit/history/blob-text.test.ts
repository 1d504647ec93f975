import { type Blob, packJson, unpackJson } from "@engine/history/blob-text.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawn } from "../../prove-scale.ts";

function roundTrip(value: unknown) {
  const blobs = new Map<string, Uint8Array>();
  const text = packJson(value, ({ hash, data }: Blob) => blobs.set(hash, data));
  return { text, blobs, value: unpackJson(text, (hash) => blobs.get(hash)) };
}

const hash = "0".repeat(64);
const run = fc
  .tuple(fc.constantFrom("iVBOR", "/9j/4", "A", "+0/z"), fc.integer({ min: 1_000, max: 1_100 }))
  .map(([unit, length]) => unit.repeat(length).slice(0, length));
/** What bodies are made of, and what could be taken for something of the stored form. */
const part = fc.oneof(
  run,
  fc.string({ unit: "binary" }),
  fc.constantFrom("\ud800", "\udc00", "\u0000", "", "=", "==", '"', "\\", "data:image/png;base64,", "é".repeat(300)),
  fc.constantFrom(
    `\u0001blob:${hash}`,
    `\u0001pieces:[{"blob":"${hash}"}]`,
    "\u0001text:",
    "\u0001",
    `{"blob":"${hash}"}`,
  ),
  fc.constant("word ".repeat(4_000)),
);
const text = fc.array(part, { maxLength: 6 }).map((parts) => parts.join(""));

describe("strings kept once", () => {
  // A body is shown and exported as it was sent: one character too few would be a wrong picture.
  it("come back equal whatever is in them", () => {
    fc.assert(
      fc.property(text, text, (one, two) => {
        const value = { one, list: [two, one, 1, null], deep: { two } };
        expect(roundTrip(value).value).toEqual(value);
      }),
      drawn(300),
    );
  });

  it("a picture is one blob in a body, in a data: URL, escaped in a body in a body, and bare", () => {
    const base64 = "iVBORw0KGgo+/".repeat(1_000);
    const url = `data:image/png;base64,${base64}==`;
    const body = JSON.stringify({ image_url: { url }, text: "Look" });
    const packed = roundTrip({ url, body, again: JSON.stringify({ body }), bare: base64 });
    expect([...packed.blobs.values()].map((data) => data.length)).toEqual([base64.length]);
    expect(packed.text.length).toBeLessThan(1_500);
  });

  it.each([1_023, 1_024])("base64 of %i characters is found where it is long enough, wherever it stands", (length) => {
    for (const before of [0, 1, 511, 1_022, 1_023, 1_024, 1_025, 5_000]) {
      const value = `${" ".repeat(before)}${"Q".repeat(length)} ${"R".repeat(length)}`;
      expect(roundTrip(value)).toMatchObject({ value });
      expect(roundTrip(value).blobs.size).toBe(length === 1_024 ? 2 : 0);
    }
  });

  it("a missing blob is told, not passed over", () => {
    const packed = packJson({ body: `x ${"Q".repeat(2_000)}` }, () => undefined);
    expect(() => unpackJson(packed, () => undefined)).toThrow("is missing");
  });
});
