import { type DiffPart, diffTexts, similarity } from "@shared/domain/diff/text-diff.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldAt, foldableInAll, foldSame } from "../../../../renderer/features/playground/diff/folding.ts";
import { drawn } from "../../../prove-scale.ts";

const diff = (base: string, text: string, unit: "words" | "lines" = "words") => diffTexts(base, text, unit);
const read = (parts: readonly { kind: string; text: string }[], without: string) =>
  parts
    .filter(({ kind }) => kind !== without)
    .map(({ text }) => text)
    .join("");

describe("diffTexts", () => {
  it("marks words", () => {
    const base = "The quick fox jumps.";
    expect(diff(base, base)).toEqual([{ kind: "same", text: base }]);
    expect(diff(base, "The slow fox jumps.")).toEqual([
      { kind: "same", text: "The " },
      { kind: "removed", text: "quick" },
      { kind: "added", text: "slow" },
      { kind: "same", text: " fox jumps." },
    ]);
  });

  it("words that changed in a row are one change (a sign before each of six words)", () => {
    expect(diff("We opened a refund today.", "We asked our billing team today.")).toEqual([
      { kind: "same", text: "We " },
      { kind: "removed", text: "opened a refund" },
      { kind: "added", text: "asked our billing team" },
      { kind: "same", text: " " },
      { kind: "same", text: "today." },
    ]);
    // A change does not go on in the next line, and the space between words that only went is no change.
    expect(diff("a one\nb two", "a uno\nc two").map(({ text }) => text)).toEqual([
      "a ",
      "one",
      "uno",
      "\n",
      "b",
      "c",
      " two",
    ]);
  });

  it("finds words where no spaces part them (a Japanese answer marked as one change)", () => {
    const parts = diff("今日は天気がいいです。", "今日は天気が悪いです。");
    expect(parts[0]).toEqual({ kind: "same", text: "今日は天気が" });
  });

  it("marks lines, a last one without a line break included", () => {
    expect(diff("a\nb\nc", "a\nB\nc", "lines")).toEqual([
      { kind: "same", text: "a\n" },
      { kind: "removed", text: "b\n" },
      { kind: "added", text: "B\n" },
      { kind: "same", text: "c" },
    ]);
  });

  it("loses no character of either text", () => {
    const unit = fc.constantFrom("words" as const, "lines" as const);
    const text = fc.string({ unit: fc.constantFrom("a", " ", "b", "\n", "é", "日", "👍🏽", "\r\n", "\ud800") });
    fc.assert(
      fc.property(text, text, unit, (base, other, by) => {
        const parts = diff(base, other, by);
        return read(parts, "added") === base && read(parts, "removed") === other;
      }),
      drawn(),
    );
  });

  it("two long texts with nothing in common do not hang the window", () => {
    const text = (word: string) => Array.from({ length: 30_000 }, (_, index) => `${word}${index * 7}`).join(" ");
    const parts = diff(text("a"), text("b"));
    expect(read(parts, "added")).toBe(text("a"));
  });
});

describe("foldSame", () => {
  const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}\n`).join("");

  it("puts away what is the same, but for the lines beside a difference, and keeps every character", () => {
    const parts = diff(`${lines(20)}x\n`, `${lines(20)}y\n`, "lines");
    const folded = foldSame(parts);
    expect(folded.map(({ kind }) => kind)).toEqual(["folded", "same", "removed", "added"]);
    expect(folded[0]).toMatchObject({ lines: 18 });
    expect(read(folded, "added")).toBe(`${lines(20)}x\n`);
  });

  it("identical texts fold whole, short stretches stay", () => {
    expect(foldSame([{ kind: "same", text: lines(10) }])).toMatchObject([{ kind: "folded", lines: 10 }]);
    const short: DiffPart[] = [
      { kind: "added", text: "a\n" },
      { kind: "same", text: lines(5) },
      { kind: "added", text: "b\n" },
    ];
    expect(foldSame(short)).toEqual(short);
  });
});

describe("folding in columns", () => {
  const base = Array.from({ length: 30 }, (_, index) => `line ${index}\n`);
  const lineAs = (index: number, text: string) => base.toSpliced(index, 1, text).join("");
  const texts = [lineAs(5, "five\n"), lineAs(20, "twenty\n"), base.join("")];

  it("every column puts the same lines away, the base's own among them (columns that drift apart)", () => {
    const diffs = texts.map((text) => diff(base.join(""), text, "lines"));
    const folds = foldableInAll(diffs);
    const own = foldAt([{ kind: "same", text: base.join("") }], folds);
    const hidden = (parts: readonly { kind: string; text: string }[]) =>
      parts.filter(({ kind }) => kind === "folded").map(({ text }) => text);
    expect(hidden(own)).toEqual([base.slice(0, 3), base.slice(8, 18), base.slice(23)].map((lines) => lines.join("")));
    for (const [index, parts] of diffs.entries()) {
      const shown = foldAt(parts, folds);
      expect(hidden(shown)).toEqual(hidden(own));
      expect(read(shown, "removed")).toBe(texts[index]);
    }
  });
});

describe("similarity", () => {
  it("white space counts for nothing (two answers of other words told to be half the same)", () => {
    const words = (word: string) => Array.from({ length: 8 }, (_, index) => `${word}${index}`).join("     ");
    expect(similarity(diff(words("a"), words("b")))).toBe(0);
    expect(similarity(diff("a b\n", "a  b"))).toBe(1);
  });

  it("is 1 for equal, 0 for nothing in common, and 1 for two empty texts", () => {
    expect(similarity(diff("a b", "a b"))).toBe(1);
    expect(similarity(diff("a", "b"))).toBe(0);
    expect(similarity(diff("", ""))).toBe(1);
  });
});
