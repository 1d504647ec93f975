import { describe, expect, it } from "vitest";
import { treeMove } from "../../../../renderer/features/library/tree-keys.ts";
import { buildTree, visibleRows } from "../../../../renderer/stores/prompts/prompt-tree.ts";

const prompts = ["support/reply", "support/triage", "movie-critic", "release-notes"].map((name) => ({
  name,
  versions: ["1"],
  labels: [],
  tags: [],
}));
/** 0 support/ · 1 reply · 2 triage · 3 movie-critic · 4 release-notes */
const open = visibleRows(buildTree(prompts), () => true);
/** 0 support/ · 1 movie-critic · 2 release-notes */
const closed = visibleRows(buildTree(prompts), () => false);

describe("tree keys", () => {
  it("starts at the first row and stops at both ends", () => {
    expect(treeMove(open, -1, "ArrowDown")).toEqual({ to: 0 });
    expect(treeMove(open, -1, "ArrowUp")).toEqual({ to: 0 });
    expect(treeMove(open, 4, "ArrowDown")).toEqual({ to: 4 });
    expect(treeMove(open, 1, "PageDown")).toEqual({ to: 4 });
    expect(treeMove(open, 3, "Home")).toEqual({ to: 0 });
  });

  it("opens a closed folder with the right arrow, then goes in", () => {
    expect(treeMove(closed, 0, "ArrowRight")).toEqual({ toggle: "support" });
    expect(treeMove(open, 0, "ArrowRight")).toEqual({ to: 1 });
    expect(treeMove(open, 1, "ArrowRight")).toBeNull();
  });

  it("goes to the folder with the left arrow, then closes it", () => {
    expect(treeMove(open, 2, "ArrowLeft")).toEqual({ to: 0 });
    expect(treeMove(open, 0, "ArrowLeft")).toEqual({ toggle: "support" });
    expect(treeMove(open, 3, "ArrowLeft")).toBeNull();
  });

  it("opens a prompt by its whole name, not by its label", () => {
    expect(treeMove(open, 1, "Enter")).toEqual({ open: "support/reply" });
    expect(treeMove(open, 0, " ")).toEqual({ toggle: "support" });
    expect(treeMove(open, -1, "Enter")).toBeNull();
  });

  it("finds the next row by its first letter, around the end", () => {
    expect(treeMove(open, 1, "r")).toEqual({ to: 4 });
    expect(treeMove(open, 4, "R")).toEqual({ to: 1 });
    expect(treeMove(open, 0, "x")).toBeNull();
  });

  it("leaves keys alone that mean nothing here, so that Tab still leaves the tree", () => {
    expect(treeMove(open, 1, "Tab")).toBeNull();
    expect(treeMove([], -1, "ArrowDown")).toBeNull();
  });
});
