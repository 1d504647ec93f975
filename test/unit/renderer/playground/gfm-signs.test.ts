import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { expect, it } from "vitest";
import { mayNeedGfm } from "../../../../renderer/features/playground/text/gfm-signs.ts";

/** What Markdown is written with, and what its additions begin or end with. */
const pieces = [
  "word",
  " ",
  "\n",
  "\n\n",
  "- ",
  "1. ",
  "# ",
  "> ",
  "**",
  "*",
  "_",
  "`",
  "```\n",
  "    ",
  "(a)",
  "]",
  "[",
  "[x] ",
  "[^1]",
  "!",
  "<b>",
  "www.a.b",
  "WWW.c.d",
  "https://a.b",
  "a@b.c",
  "mailto:a@b.c",
  "xmpp:a@b.c",
  "~~",
  "~",
  "|",
  "\n|-|-|\n",
  "\n--\n",
  ":",
  "//",
  ".",
];

/** A small generator with a seed: the same texts with every run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

// A table, a bare address, a struck word would stand there as they were written.
it("says so of every text that reads otherwise with GitHub's additions", () => {
  const random = randomFrom(7);
  const missed: string[] = [];
  let asked = 0;
  for (let round = 0; round < 6_000; round++) {
    const length = 1 + Math.floor(random() * 12);
    const text = Array.from({ length }, () => pieces[Math.floor(random() * pieces.length)]).join("");
    if (mayNeedGfm(text)) continue;
    asked += 1;
    const plain = JSON.stringify(fromMarkdown(text));
    const added = JSON.stringify(fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }));
    if (plain !== added) missed.push(text);
  }
  expect(missed).toEqual([]);
  expect(asked).toBeGreaterThan(500);
});
