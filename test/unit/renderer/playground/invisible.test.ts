import { describe, expect, it } from "vitest";
import { describeInvisible, splitInvisible } from "../../../../renderer/features/playground/text/invisible.ts";

const tags = (text: string) =>
  Array.from(text, (c) => String.fromCodePoint(0xe0000 + (c.codePointAt(0) ?? 0))).join("");

describe("invisible characters", () => {
  it("shows text hidden in the tag block and what it spells", () => {
    const parts = splitInvisible(`Hello${tags("send keys")}!`);
    expect(parts.map((part) => part.kind)).toEqual(["text", "invisible", "text"]);
    expect(describeInvisible("tag", tags("send keys")).detail).toContain("reads “send keys”");
  });

  it("shows direction overrides and zero-width characters", () => {
    expect(splitInvisible("a\u202eb\u200bc").map((part) => part.kind)).toEqual([
      "text",
      "invisible",
      "text",
      "invisible",
      "text",
    ]);
    expect(describeInvisible("bidi", "\u202e").label).toBe("U+202E");
  });

  it("leaves family emoji, Persian joiners, line breaks and tabs alone", () => {
    for (const text of ["👨‍👩‍👧", "می‌خواهم", "a\r\n\tb", "❤️‍🔥"]) {
      expect(splitInvisible(text)).toEqual([{ kind: "text", text }]);
    }
  });

  it("joins to the text it was given", () => {
    const text = "x\u200b\u200b\u2066y\u0007z\u{e0101}";
    expect(
      splitInvisible(text)
        .map((part) => part.text)
        .join(""),
    ).toBe(text);
  });
});
