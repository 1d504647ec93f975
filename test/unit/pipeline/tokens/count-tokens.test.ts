import { readFileSync } from "node:fs";
import { countTokens as countOfLibrary } from "gpt-tokenizer/encoding/o200k_base";
import { describe, expect, it } from "vitest";
import { countTokens } from "../../../../electron/engine/pipeline/tokens/count-tokens.ts";
import { estimateTokens } from "../../../../electron/engine/pipeline/tokens/estimate-tokens.ts";
import { growthOf } from "../../../growth.ts";

/** Numbers below 2^32 that are the same in every run. */
function* numbers(): Generator<number> {
  let state = 1;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state;
  }
}

function written(length: number, alphabet: (n: number) => string): string {
  const source = numbers();
  return Array.from({ length }, () => alphabet(Number(source.next().value) >>> 8)).join("");
}

const never = () => false;

/** Texts without a break, by their length: each kept the host for seconds to minutes. */
const unbroken: Record<string, (length: number) => string> = {
  "one letter": (length) => "x".repeat(length),
  "capital letters": (length) => "A".repeat(length),
  DNA: (length) => written(length, (n) => "ACGT"[n % 4] ?? ""),
  "Chinese without punctuation": (length) => written(length, (n) => String.fromCharCode(0x4e00 + (n % 3_000))),
  dashes: (length) => "-".repeat(length),
  blanks: (length) => `${" ".repeat(length)}x`,
  "line breaks": (length) => "\n".repeat(length),
  emoji: (length) => "👩‍👧😀".repeat(length / 7),
  base64: (length) => Buffer.from(written(length, (n) => String.fromCharCode(n % 256))).toString("base64"),
  accents: (length) => "e\u0301".repeat(length / 2),
};

const ordinary: Record<string, string> = {
  "a page": readFileSync("README.md", "utf8"),
  code: readFileSync(import.meta.filename, "utf8"),
  JSON: readFileSync("package.json", "utf8"),
  Russian: "Привет, как дела? Это проверка счётчика. ".repeat(20),
  Chinese: "你好，世界。今天天气很好。".repeat(40),
  nothing: "",
};

describe("countTokens", () => {
  it.each<readonly [string, string]>([
    ...Object.entries(ordinary),
    ...Object.entries(unbroken).map(([name, of]) => [name, of(2_000)] as const),
    ["halves of characters", "\ud800a\udc00".repeat(20)],
  ])("counts %s as the library does", (_name, text) => {
    expect(countTokens(text, never)).toBe(countOfLibrary(text, { disallowedSpecial: new Set() }));
  });

  it("takes what looks like a special token for text, as a message's content is", () => {
    expect(countTokens("<|endoftext|>", never)).toBe(countOfLibrary("<|endoftext|>", { disallowedSpecial: new Set() }));
  });

  it.each(Object.entries(unbroken))("counts %s in about linear time (20 minutes for a megabyte)", (_name, of) => {
    expect(growthOf((size) => void countTokens(of(size), never), 14_000, 8)).toBeLessThan(24);
  });

  it("is given up when it is told to stop in the middle of a piece", () => {
    let asked = 0;
    expect(countTokens("x".repeat(100_000), () => ++asked > 3)).toBeUndefined();
    expect(asked).toBe(4);
  });
});

describe("estimateTokens", () => {
  const estimate = (text: string) => estimateTokens([{ role: "user", content: text }]).tokens - 7;

  it.each(Object.entries(ordinary))("is near the count of %s", (_name, text) => {
    const count = countTokens(text, never) ?? 0;
    expect(Math.abs(estimate(text) - count)).toBeLessThanOrEqual(count * 0.25);
  });

  it.each(Object.entries(unbroken))("takes a text of %s in linear time", (_name, of) => {
    const texts = new Map([250_000, 2_000_000].map((size) => [size, of(size)]));
    expect(growthOf((size) => void estimate(texts.get(size) ?? ""), 250_000, 8)).toBeLessThan(24);
  });
});
