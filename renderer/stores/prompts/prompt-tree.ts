import type { PromptSummary } from "@shared/domain/prompt/prompt.ts";

/** A visible row of the folder tree. `position` counts from 1 among `siblings`, as ARIA wants it. */
export type TreeRow = FolderRow | PromptRow;

export interface RowPlace {
  /** Unique among rows: a folder and a prompt may have the same name. */
  key: string;
  label: string;
  /** 0 at the top. */
  depth: number;
  position: number;
  siblings: number;
}
export interface FolderRow extends RowPlace {
  kind: "folder";
  path: string;
  expanded: boolean;
  /** Prompts in it and below. */
  count: number;
}
export interface PromptRow extends RowPlace {
  kind: "prompt";
  prompt: PromptSummary;
}

/** A folder of the tree; names are split at `/`, as Langfuse does. */
export interface PromptFolder {
  path: string;
  label: string;
  count: number;
  folders: PromptFolder[];
  prompts: { label: string; prompt: PromptSummary }[];
}

const { compare } = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** Builds the tree: in each folder first folders, then prompts, each in natural order (`v2` before `v10`). */
export function buildTree(prompts: readonly PromptSummary[]): PromptFolder {
  const root: PromptFolder = { path: "", label: "", count: 0, folders: [], prompts: [] };
  const byPath = new Map<string, PromptFolder>([["", root]]);

  const folderAt = (path: string): PromptFolder => {
    const known = byPath.get(path);
    if (known) return known;
    const slash = path.lastIndexOf("/");
    const parent = slash === -1 ? root : folderAt(path.slice(0, slash));
    const folder: PromptFolder = { path, label: path.slice(slash + 1) || "/", count: 0, folders: [], prompts: [] };
    byPath.set(path, folder);
    parent.folders.push(folder);
    return folder;
  };

  for (const prompt of prompts) {
    const slash = prompt.name.lastIndexOf("/");
    const folder = slash <= 0 ? root : folderAt(prompt.name.slice(0, slash));
    folder.prompts.push({ label: prompt.name.slice(slash + 1) || prompt.name, prompt });
  }
  finish(root);
  return root;
}

/** Sorts a folder and all below it, and counts its prompts. */
function finish(folder: PromptFolder): number {
  folder.folders.sort((a, b) => compare(a.label, b.label));
  folder.prompts.sort((a, b) => compare(a.label, b.label));
  folder.count = folder.prompts.length;
  for (const child of folder.folders) folder.count += finish(child);
  return folder.count;
}

/** The rows in sight, top to bottom. */
export function visibleRows(root: PromptFolder, isExpanded: (path: string) => boolean): TreeRow[] {
  const rows: TreeRow[] = [];
  const visit = (folder: PromptFolder, depth: number) => {
    const siblings = folder.folders.length + folder.prompts.length;
    folder.folders.forEach((child, index) => {
      const { path, label, count } = child;
      const expanded = isExpanded(path);
      rows.push({
        kind: "folder",
        key: `${path}/`,
        path,
        label,
        depth,
        expanded,
        count,
        position: index + 1,
        siblings,
      });
      if (expanded) visit(child, depth + 1);
    });
    folder.prompts.forEach(({ label, prompt }, index) => {
      const position = folder.folders.length + index + 1;
      rows.push({ kind: "prompt", key: prompt.name, label, depth, prompt, position, siblings });
    });
  };
  visit(root, 0);
  return rows;
}

/** The paths of all folders. */
export function folderPaths(root: PromptFolder): string[] {
  return root.folders.flatMap((folder) => [folder.path, ...folderPaths(folder)]);
}

/** The folders a prompt lies in, outermost first: `a/b/c` gives `a`, `a/b`. */
export function foldersOf(name: string): string[] {
  const parts = name.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/")).filter((path) => path !== "");
}
