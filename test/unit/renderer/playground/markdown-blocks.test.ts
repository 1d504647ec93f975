import { describe, expect, it } from "vitest";
import { growBlocks, noBlocks, splitBlocks } from "../../../../renderer/features/playground/text/markdown-blocks.ts";
import { splitChunks } from "../../../../renderer/features/playground/text/text-chunks.ts";

describe("Markdown blocks", () => {
  it("cuts at blank lines and loses nothing", () => {
    const text = "# Title\n\nOne\ntwo\n\n\nThree";
    expect(splitBlocks(text)).toEqual(["# Title\n\n", "One\ntwo\n\n\n", "Three"]);
    expect(splitBlocks(text).join("")).toBe(text);
  });

  it("keeps a code fence whole, blank lines and shorter fences inside it included", () => {
    const text = "````js\na\n\n```\n\nb\n````\n\nafter";
    expect(splitBlocks(text)).toEqual(["````js\na\n\n```\n\nb\n````\n\n", "after"]);
  });

  it("keeps a list with blank lines whole, so that its numbers go on", () => {
    const text = "1. one\n\n   more\n\n2. two\n\nend";
    expect(splitBlocks(text)).toEqual(["1. one\n\n   more\n\n2. two\n\n", "end"]);
  });

  it("grows to the same blocks as a fresh split and keeps settled ones as the same strings", () => {
    const text = "First.\n\n```\ncode\n\ncode\n```\n\n- a\n- b\n\nLast words";
    let state = noBlocks;
    for (let end = 1; end <= text.length; end++) state = growBlocks(state, text.slice(0, end));
    expect(state.blocks).toEqual(splitBlocks(text));
  });

  // As one block, all of it was parsed again with every item that came.
  it("lets a long list go on in another block, at an item of its own, and loses nothing", () => {
    const text = Array.from({ length: 600 }, (_, item) => `- item ${item} of a list\n  - below ${item}\n`).join("");
    const blocks = splitBlocks(text);
    expect(blocks.join("")).toBe(text);
    expect(blocks.length).toBeGreaterThan(3);
    expect(Math.max(...blocks.map(({ length }) => length))).toBeLessThan(5_000);
    for (const block of blocks) expect(block.startsWith("- item")).toBe(true);
    let state = noBlocks;
    for (let end = 50; end < text.length + 50; end += 50) state = growBlocks(state, text.slice(0, end));
    expect(state.blocks).toEqual(blocks);
  });

  it("gathers blocks in sections, of which all but the last stay the same while the text grows", () => {
    const text = Array.from({ length: 300 }, (_, part) => `Part ${part} of an answer.\n\n`).join("");
    let state = noBlocks;
    const seen = new Map<number, readonly string[]>();
    for (let end = 100; end < text.length + 100; end += 100) {
      state = growBlocks(state, text.slice(0, end));
      for (const [index, section] of state.sections.slice(0, -1).entries()) {
        expect(seen.get(index) ?? section).toBe(section);
        seen.set(index, section);
      }
    }
    expect(seen.size).toBeGreaterThan(2);
    expect(state.sections.flat()).toEqual(state.blocks);
  });

  it("starts again when the text is another one", () => {
    const state = growBlocks(noBlocks, "a\n\nb\n\nc");
    expect(growBlocks(state, "x").blocks).toEqual(["x"]);
  });
});

describe("plain text chunks", () => {
  it("are the text when joined by line breaks, and never begin or end with an empty line", () => {
    const text = Array.from({ length: 900 }, (_, line) => (line % 7 === 0 ? "" : `line ${line}`)).join("\n");
    const chunks = splitChunks(text);
    expect(chunks.length).toBeGreaterThan(2);
    expect(chunks.join("\n")).toBe(text);
    for (const chunk of chunks.slice(1)) expect(chunk.startsWith("\n")).toBe(false);
    for (const chunk of chunks.slice(0, -1)) expect(chunk.endsWith("\n")).toBe(false);
  });

  it("leaves one endless line whole", () => {
    expect(splitChunks("x".repeat(9000))).toEqual(["x".repeat(9000)]);
  });
});
