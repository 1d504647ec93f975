import { hunksOf } from "@shared/domain/diff/line-hunks.ts";
import { diffTexts as diffAnswers } from "@shared/domain/diff/text-diff.ts";
import { describe, expect, it } from "vitest";
import { toMatchQuery } from "../../../electron/engine/history/search-text.ts";
import { templateTokens } from "../../../renderer/features/playground/edit/editor-tokens.ts";
import { changesBetween } from "../../../renderer/features/playground/edit/line-changes.ts";
import { diffTexts } from "../../../renderer/features/playground/prompt/version-diff.ts";
import { boundedBlock } from "../../../renderer/features/playground/text/bounded-blocks.ts";
import { splitInvisible } from "../../../renderer/features/playground/text/invisible.ts";
import { growBlocks, noBlocks, splitBlocks } from "../../../renderer/features/playground/text/markdown-blocks.ts";
import { splitTemplate } from "../../../renderer/features/playground/text/template-parts.ts";
import { splitChunks } from "../../../renderer/features/playground/text/text-chunks.ts";
import { embeddedMedia } from "../../../renderer/ui/embedded-media.ts";
import { jsonLines } from "../../../renderer/ui/json-lines.ts";
import { jsonTokens } from "../../../renderer/ui/json-tokens.ts";
import { growthOf } from "../../growth.ts";

/*
 * What the window works out of texts of others before it draws them: a prompt, an answer, a file may make it wait no
 * longer than in proportion to their size.
 */

const times = 8;
/** Between the 8 of linear work, which noise doubles, and the 64 of the square. */
const most = 24;

const lines = (n: number, of: (index: number) => string) => Array.from({ length: n }, (_, index) => of(index));
const two = (n: number) => ({ a: lines(n, (i) => `before ${i}`), b: lines(n, (i) => `after ${i}`) });
const texts = ({ a, b }: { a: string[]; b: string[] }, joint: string) => ({ a: a.join(joint), b: b.join(joint) });
type Two = { a: string; b: string };
const items = (list: string[]) => list.map((content) => ({ role: "user" as const, content }));

const rows: [name: string, size: number, input: (size: number) => unknown, work: (input: never) => unknown][] = [
  ["versions without a line in common", 6_000, (n) => texts(two(n), "\n"), ({ a, b }: Two) => diffTexts(a, b)],
  ["versions of one line", 6_000, (n) => texts(two(n), " "), ({ a, b }: Two) => diffTexts(a, b)],
  [
    "versions that change every other line",
    2_000,
    (n) => ({ a: lines(n, (i) => `${i}\n`).join(""), b: lines(n, (i) => (i % 2 ? `${i}\n` : `x ${i}\n`)).join("") }),
    ({ a, b }: Two) => diffTexts(a, b),
  ],
  [
    "an edit of every message",
    3_000,
    two,
    ({ a, b }: { a: string[]; b: string[] }) =>
      changesBetween(
        items(a),
        items(b).map((item, id) => ({ id, item })),
      ),
  ],
  ["lists of lines that all differ", 6_000, two, ({ a, b }: { a: string[]; b: string[] }) => hunksOf(a, b)],
  ["brackets of links", 3_000, (n) => "[a](".repeat(n), (text: string) => boundedBlock(text, 40)],
  ["quotes in quotes", 4_000, (n) => `${">".repeat(n)} x\n`.repeat(8), (text: string) => boundedBlock(text, 40)],
  [
    "lists in lists",
    400,
    (n) => lines(n, (i) => `${" ".repeat(2 * (i % 200))}- x\n`).join(""),
    (text: string) => boundedBlock(text, 40),
  ],
  ["blank lines of Markdown", 20_000, (n) => "\n".repeat(n), splitBlocks],
  ["fences that open", 10_000, (n) => "```\n".repeat(n), splitBlocks],
  ["blanks in Markdown", 40_000, (n) => `${" ".repeat(n)}\n- x`, splitBlocks],
  [
    "a stream of blocks",
    300,
    (n) => lines(n, (i) => `block ${i}\n\n`),
    (pieces: string[]) => {
      let state = noBlocks;
      let text = "";
      // The pieces of one frame come together.
      for (let at = 0; at < pieces.length; at += 10) {
        text += pieces.slice(at, at + 10).join("");
        state = growBlocks(state, text);
      }
    },
  ],
  ["unseen characters", 20_000, (n) => "a\u200b\u202e".repeat(n), splitInvisible],
  ["joiners", 20_000, (n) => "\u{1f468}\u200d".repeat(n), splitInvisible],
  ["empty lines", 60_000, (n) => "\n".repeat(n), splitChunks],
  ["one long line", 200_000, (n) => "x".repeat(n), splitChunks],
  ["tags that open", 40_000, (n) => "{{".repeat(n), splitTemplate],
  ["references that open", 8_000, (n) => "@@@langfusePrompt:".repeat(n), splitTemplate],
  ["references without an end", 60_000, (n) => `@@@langfusePrompt:${"@@ ".repeat(n)}`, splitTemplate],
  [
    "tags in the editor",
    8_000,
    (n) => "{{a}} {{ b".repeat(n),
    (text: string) => templateTokens(text, { hasValue: () => true, isNew: () => false, hasPrompt: () => true }),
  ],
  ["a long list of JSON", 60_000, (n) => lines(n, String), (value: unknown) => jsonLines(value, new Set(), 2_000)],
  ["quotes of JSON", 30_000, (n) => '"\\'.repeat(n), jsonTokens],
  ["brackets of JSON", 30_000, (n) => "[{".repeat(n), jsonTokens],
  ["media that is none", 60_000, (n) => `data:image/png;base64,${"=".repeat(n)}A`, embeddedMedia],
  ["words to search", 30_000, (n) => '" '.repeat(n), toMatchQuery],
  ["quotes to search", 30_000, (n) => `"${"a ".repeat(n)}`, toMatchQuery],
];

describe("what is drawn", () => {
  it.each(rows)("%s: the work grows with the size and no faster", { timeout: 120_000 }, (_name, size, input, work) => {
    const inputs = new Map([size, size * times].map((one) => [one, input(one)]));
    expect(growthOf((one) => void work(inputs.get(one) as never), size, times)).toBeLessThan(most);
  });

  it("two answers without a word in common are given up on in time, and shown as replaced", {
    timeout: 120_000,
  }, () => {
    const { a, b } = texts(two(40_000), " ");
    expect(diffAnswers(a, b, "words").map(({ kind }) => kind)).toContain("removed");
  });

  it("a version that is wholly another is told line beside line, and nothing of either is lost", () => {
    const { a, b } = two(5_000);
    const told = diffTexts(a.join("\n"), b.join("\n"));
    const of = (sign: string) =>
      told.filter((line) => line.sign === sign).map(({ words }) => words.map(({ text }) => text).join(""));
    expect([of("-"), of("+"), of(" ")]).toEqual([a, b, []]);
  });
});
