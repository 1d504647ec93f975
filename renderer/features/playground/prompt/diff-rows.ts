import type { DiffLine } from "./version-diff.ts";

/** Equal lines that stay in sight around a change, and how many together are worth putting away. */
const folding = { margin: 3, least: 8 };

/** A line with its numbers in both texts, from 1; a line that one text has not has no number there. */
export interface NumberedLine extends DiffLine {
  before: number | null;
  after: number | null;
}

/** Equal lines that are put away until somebody asks for them. */
export interface FoldedLines {
  id: number;
  folded: NumberedLine[];
}

export type DiffRow = NumberedLine | FoldedLines;

export function isFolded(row: DiffRow): row is FoldedLines {
  return "folded" in row;
}

function numberLines(lines: readonly DiffLine[]): NumberedLine[] {
  let before = 0;
  let after = 0;
  return lines.map((line) => ({
    ...line,
    before: line.sign === "+" ? null : ++before,
    after: line.sign === "-" ? null : ++after,
  }));
}

/** Numbers the lines and puts long stretches of equal ones away. Their number is told: nothing is hidden in silence. */
export function foldLines(lines: readonly DiffLine[]): DiffRow[] {
  const numbered = numberLines(lines);
  const rows: DiffRow[] = [];
  for (let at = 0; at < numbered.length; ) {
    let end = at;
    while (end < numbered.length && numbered[end]?.sign === " ") end += 1;
    const from = at === 0 ? at : Math.min(end, at + folding.margin);
    const to = end === numbered.length ? end : Math.max(from, end - folding.margin);
    const isLong = to - from >= folding.least;
    if (isLong) {
      rows.push(
        ...numbered.slice(at, from),
        { id: from, folded: numbered.slice(from, to) },
        ...numbered.slice(to, end),
      );
    } else rows.push(...numbered.slice(at, end));
    at = end;
    while (at < numbered.length && numbered[at]?.sign !== " ") rows.push(...numbered.slice(at, ++at));
  }
  return rows;
}

/** The two sides of one row where texts stand beside each other; null: nothing there on that side. */
export interface RowPair {
  before: NumberedLine | null;
  after: NumberedLine | null;
}

/** Lines as they stand beside each other: what was put in the place of something stands beside that. */
export function pairLines(lines: readonly NumberedLine[]): RowPair[] {
  const pairs: RowPair[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at];
    if (line?.sign === " ") {
      pairs.push({ before: line, after: line });
      at += 1;
      continue;
    }
    const end = lines.findIndex(({ sign }, index) => index >= at && sign === " ");
    const block = lines.slice(at, end === -1 ? lines.length : end);
    const [removed, added] = [block.filter(({ sign }) => sign === "-"), block.filter(({ sign }) => sign === "+")];
    for (let row = 0; row < Math.max(removed.length, added.length); row += 1) {
      pairs.push({ before: removed[row] ?? null, after: added[row] ?? null });
    }
    at += block.length;
  }
  return pairs;
}
