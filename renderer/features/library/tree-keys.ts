import type { TreeRow } from "../../stores/prompts/prompt-tree.ts";
import type { LibraryRow } from "../../stores/prompts/tree-sections.ts";

type Row = TreeRow | LibraryRow;

/** What a key does to a tree: go to a row, fold or unfold what it holds, open a prompt. */
export type TreeMove = { to: number } | { toggle: string } | { open: string } | null;

const rowsPerPage = 10;

/** The keyboard of the ARIA tree pattern. `active` is the row the keyboard is on, -1 before the first move. */
export function treeMove(rows: readonly Row[], active: number, key: string): TreeMove {
  if (rows.length === 0) return null;
  const last = rows.length - 1;
  const row = rows[active];
  switch (key) {
    case "ArrowDown":
      return { to: Math.min(active + 1, last) };
    case "ArrowUp":
      return { to: Math.max(active - 1, 0) };
    case "Home":
      return { to: 0 };
    case "End":
      return { to: last };
    case "PageDown":
      return { to: Math.min(active + rowsPerPage, last) };
    case "PageUp":
      return { to: Math.max(active - rowsPerPage, 0) };
    case "ArrowRight":
      if (row === undefined || !isBranch(row)) return null;
      return row.expanded ? { to: Math.min(active + 1, last) } : { toggle: nameOf(row) };
    case "ArrowLeft":
      if (row && isBranch(row) && row.expanded) return { toggle: nameOf(row) };
      return row ? parentMove(rows, active, row.depth) : null;
    case "Enter":
    case " ":
      if (row === undefined) return null;
      return isBranch(row) ? { toggle: nameOf(row) } : { open: nameOf(row) };
    default:
      return key.length === 1 ? letterMove(rows, active, key) : null;
  }
}

function nameOf(row: Row): string {
  if (row.kind === "folder") return row.path;
  return row.kind === "prompt" ? row.prompt.name : row.key;
}

function isBranch(row: Row): row is Extract<Row, { expanded: boolean }> {
  return row.kind === "folder" || row.kind === "section";
}

function parentMove(rows: readonly Row[], active: number, depth: number): TreeMove {
  for (let index = active - 1; index >= 0; index -= 1) {
    if ((rows[index]?.depth ?? depth) < depth) return { to: index };
  }
  return null;
}

/** Goes to the next row that starts with the letter, around the end. */
function letterMove(rows: readonly Row[], active: number, letter: string): TreeMove {
  const wanted = letter.toLowerCase();
  for (let step = 1; step <= rows.length; step += 1) {
    const index = (active + step) % rows.length;
    if (rows[index]?.label.toLowerCase().startsWith(wanted)) return { to: index };
  }
  return null;
}
