import { createRedactor } from "@engine/http/redact.ts";
import { createTextGuard } from "@engine/http/text-guard.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawn } from "../../prove-scale.ts";

const secret = 'sk-"quoted"/+=?ü-1234';
const key = "sk-proj/Ab+9_canary-77aa";
const hex = Buffer.from(key).toString("hex");
const percent = hex.replace(/../g, "%$&");

describe("createRedactor", () => {
  const redact = createRedactor(() => [secret, key]);

  it.each([
    ["as it is", secret],
    ["base64", Buffer.from(secret).toString("base64")],
    ["base64url", Buffer.from(secret).toString("base64url")],
    ["URL encoded", encodeURIComponent(secret)],
    ["inside JSON", JSON.stringify({ key: secret }).slice(8, -2)],
    ["hex", hex],
    ["hex in capitals", hex.toUpperCase()],
    ["every character URL encoded", percent],
    ["URL encoded in small letters", encodeURIComponent(key).toLowerCase().replace("ab", "Ab")],
    ["URL encoded twice", encodeURIComponent(percent)],
    ["with escaped slashes", key.replace("/", "\\/")],
    ["with escaped slashes, in JSON in JSON", key.replace("/", "\\\\\\/")],
    ["in Unicode escapes", hex.replace(/../g, "\\u00$&")],
    ["in Unicode escapes in JSON", hex.replace(/../g, "\\\\u00$&")],
    ["in escapes of JavaScript", hex.replace(/../g, "\\x$&")],
    ["in entities of HTML", hex.replace(/../g, "&#x$&;")],
    ["in decimal entities", [...key].map((one) => `&#${one.charCodeAt(0)};`).join("")],
    ["half escaped", `${key.slice(0, 9)}\\u00${hex.slice(18, 20)}${key.slice(10)}`],
    ["escaped, and its escapes escaped", hex.replace(/../g, "%5Cu00$&")],
  ])("replaces a secret %s, every time", (_form, text) => {
    expect(redact(`<${text}> <${text}>`)).toBe("<[secret]> <[secret]>");
  });

  // A server that repeats its whole header in base64 gives the key away as well as one that repeats the key.
  it.each(["Bearer ", "Basic x", "k=", "", "a", "ab"])("finds it in base64 behind “%s”", (before) => {
    for (const after of ["", "\r\n", "!", "and more"]) {
      const coded = Buffer.from(`${before}${key}${after}`).toString("base64");
      for (const text of [coded, coded.replaceAll("+", "-").replaceAll("/", "_"), coded.replaceAll("/", "\\/")]) {
        const clean = redact(`x ${text} x`);
        expect(clean).toContain("[secret]");
        expect(Buffer.from(clean, "base64").toString()).not.toContain(key.slice(4, -4));
      }
    }
  });

  // Words of a server are cut to a length, and a key that was cut is most of a key.
  it("finds a secret that was cut short", () => {
    for (const form of [key, hex, percent, hex.replace(/../g, "\\u00$&")]) {
      const clean = redact(`It was ${form.slice(0, -3)}… as said`);
      expect(clean).toMatch(/^It was \[secret\]\S{0,3}… as said$/);
    }
  });

  it("leaves text alone when a value is too short to be a key", () => {
    expect(createRedactor(() => ["", "abc"])("abc and no more")).toBe("abc and no more");
  });

  it("leaves escapes of other text as they are", () => {
    const text = 'C:\\\\dir\\u0041 50%25 &#65; \\" \\/ %7B';
    expect(redact(text)).toBe(text);
  });

  it("covers a secret that became known later", () => {
    const values: string[] = [];
    const late = createRedactor(() => values);
    expect(late("later-secret")).toBe("later-secret");
    values.push("later-secret");
    expect(late("later-secret")).toBe("[secret]");
  });
});

describe("createTextGuard", () => {
  const guard = () => createTextGuard(() => [key]);

  // Each piece alone is harmless, and each was looked at alone.
  it.each([1, 2, 3, 5, 7, 12])("finds a secret in pieces of %i characters", (size) => {
    const late = "sk-abcdefghijklmnopqr/stu+vwx";
    const latePercent = Buffer.from(late).toString("hex").replace(/../g, "%$&");
    const guard = () => createTextGuard(() => [key, late]);
    // Of the last the URL's own form ends where the form of its characters goes on.
    for (const form of [key, Buffer.from(key).toString("base64"), hex, percent, key.replace("/", "\\/"), latePercent]) {
      const one = guard();
      const text = `Your key is ${form}, keep it.`;
      let clean = "";
      for (let at = 0; at < text.length; at += size) clean += one.push(text.slice(at, at + size));
      clean += one.rest();
      // Up to three characters pass before it can be told from a word.
      expect(clean).toMatch(/^Your key is \S{0,13}\[secret\]\S*, keep it\.$/);
      expect(one.found).toBe(true);
    }
  });

  it("holds nothing back that does not begin as a secret does, and at the end nothing at all", () => {
    const one = guard();
    expect(["A ta", "sk", "-for", " you: desk-x", "roj", "ects"].map((piece) => one.push(piece))).toEqual([
      "A ta",
      "sk",
      "-for",
      " you: desk-x",
      "roj",
      "ects",
    ]);
    expect(one.push("ask sk-proj/Ab")).toBe("ask ");
    expect(one.holds).toBe(true);
    expect(one.rest()).toBe("sk-proj/Ab");
    expect(one.holds).toBe(false);
  });

  it("names a piece from which on a secret lay in pieces", () => {
    const told: number[] = [];
    const one = createTextGuard(
      () => [key],
      (first) => told.push(first),
    );
    const pieces = ["It is ", key.slice(0, 2), key.slice(2, 9), key.slice(9), " as said"];
    for (const [place, piece] of pieces.entries()) one.push(piece, place);
    // The one before may be named too: what is remembered of it stands with what came behind.
    expect(told).toEqual([0]);
  });

  it("gives any other text on as it came, however it is cut", () => {
    const text = fc.array(fc.oneof(fc.string(), fc.constantFrom("sk-pro", "\\", "%", "\\u00", "%25", "&#", "c2st")));
    fc.assert(
      fc.property(text, (pieces) => {
        const one = guard();
        expect(pieces.map((piece) => one.push(piece)).join("") + one.rest()).toBe(pieces.join(""));
      }),
      drawn(200),
    );
  });

  // A run of backslashes was read anew from each of its characters.
  it.each(["\\", "%", "%25", "&#", "sk-p", "\\u00", key.slice(0, 15), "c2st"])("is linear in a flood of %j", (unit) => {
    const flood = unit.repeat(1_000_000 / unit.length);
    expect(createRedactor(() => [key])(flood)).toBe(flood);
    const one = guard();
    let length = 0;
    for (let at = 0; at < 50_000; at += 5) length += one.push(flood.slice(at, at + 5)).length;
    expect(length + one.rest().length).toBeGreaterThan(49_000);
  });
});
