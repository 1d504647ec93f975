import type { PromptSummary } from "@shared/domain/prompt/prompt.ts";
import { describe, expect, it } from "vitest";
import {
  buildTree,
  folderPaths,
  foldersOf,
  type TreeRow,
  visibleRows,
} from "../../../../renderer/stores/prompts/prompt-tree.ts";

const summary = (name: string): PromptSummary => ({ name, versions: ["1"], labels: [], tags: [] });
const tree = (...names: string[]) => buildTree(names.map(summary));
const outline = (rows: TreeRow[]) =>
  rows.map((row) => `${"  ".repeat(row.depth)}${row.label}${row.kind === "folder" ? "/" : ""}`);

describe("prompt tree", () => {
  it("puts folders before prompts and counts numbers in names as numbers", () => {
    const rows = visibleRows(tree("b", "a10", "a2", "z/x"), () => true);
    expect(outline(rows)).toEqual(["z/", "  x", "a2", "a10", "b"]);
  });

  it("leaves out what lies in closed folders, and says how much that is", () => {
    const rows = visibleRows(tree("s/a", "s/deep/b", "t"), () => false);
    expect(outline(rows)).toEqual(["s/", "t"]);
    expect(rows[0]).toMatchObject({ kind: "folder", expanded: false, count: 2 });
  });

  it("keeps a prompt and a folder of the same name apart", () => {
    const rows = visibleRows(tree("support", "support/reply"), () => true);
    expect(outline(rows)).toEqual(["support/", "  reply", "support"]);
    expect(new Set(rows.map((row) => row.key)).size).toBe(3);
  });

  it("shows names with leading, trailing and double slashes instead of losing them", () => {
    const names = ["/a", "b/", "c//d"];
    const prompts = visibleRows(tree(...names), () => true).filter((row) => row.kind === "prompt");
    expect(prompts.map((row) => row.prompt.name).sort()).toEqual(names);
    expect(prompts.every((row) => row.label !== "")).toBe(true);
  });

  it("numbers the rows of a folder for assistive technology", () => {
    const rows = visibleRows(tree("f/a", "f/b", "c"), () => true);
    expect(rows.map((row) => [row.label, row.position, row.siblings])).toEqual([
      ["f", 1, 2],
      ["a", 1, 2],
      ["b", 2, 2],
      ["c", 2, 2],
    ]);
  });

  it("names the folders of a prompt from the outside in, as opening them needs", () => {
    expect(foldersOf("a/b/c")).toEqual(["a", "a/b"]);
    expect(foldersOf("top")).toEqual([]);
    expect(folderPaths(tree("a/b/c", "d/e"))).toEqual(["a", "a/b", "d"]);
  });

  it("survives a folder depth no person would type", () => {
    const name = `${"d/".repeat(500)}leaf`;
    expect(visibleRows(tree(name), () => true)).toHaveLength(501);
  });
});
