import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DiffPart, diffAgainst, foldSame, similarity } from "../../../renderer/diff/output-diff.ts";

const diff = (base: string, text: string, unit: "words" | "lines" = "words"): DiffPart[] =>
  diffAgainst(base, [text], unit)[0] ?? [];
const read = (parts: readonly { kind: string; text: string }[], without: string) =>
  parts
    .filter(({ kind }) => kind !== without)
    .map(({ text }) => text)
    .join("");

describe("diffAgainst", () => {
  it("marks words, in every column against the one base", () => {
    const base = "The quick fox jumps.";
    const [same, changed] = diffAgainst(base, [base, "The slow fox jumps."], "words");
    expect(same).toEqual([{ kind: "same", text: base }]);
    expect(changed).toEqual([
      { kind: "same", text: "The " },
      { kind: "removed", text: "quick" },
      { kind: "added", text: "slow" },
      { kind: "same", text: " fox jumps." },
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
    const folded = foldSame(parts, 2);
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
    expect(foldSame(short, 2)).toEqual(short);
  });
});

describe("similarity", () => {
  it("is 1 for equal, 0 for nothing in common, and 1 for two empty texts", () => {
    expect(similarity(diff("a b", "a b"))).toBe(1);
    expect(similarity(diff("a", "b"))).toBe(0);
    expect(similarity(diff("", ""))).toBe(1);
  });
});
