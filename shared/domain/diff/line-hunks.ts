/** A stretch of one list that another list has differently. */
export interface Hunk<T> {
  /** Index in the first list, and behind its last. Equal: nothing of it goes. */
  start: number;
  end: number;
  /** What stands there in the second list. */
  items: readonly T[];
}

/** Cells of the table; beyond, what differs is one stretch. */
const largestTable = 4_000_000;

/** The stretches in which `to` differs from `from`, in order; outside of them both say the same. Items are texts. */
export function hunksOf(from: readonly string[], to: readonly string[]): Hunk<string>[] {
  let start = 0;
  while (start < from.length && start < to.length && from[start] === to[start]) start += 1;
  let tail = 0;
  while (tail < Math.min(from.length, to.length) - start && from.at(-1 - tail) === to.at(-1 - tail)) tail += 1;
  const [end, toEnd] = [from.length - tail, to.length - tail];
  if (start === end && start === toEnd) return [];
  const whole = { start, end, items: to.slice(start, toEnd) };
  if (start === end || start === toEnd || (end - start) * (toEnd - start) > largestTable) return [whole];
  return walk(from.slice(start, end), to.slice(start, toEnd)).map((hunk) => ({
    ...hunk,
    start: hunk.start + start,
    end: hunk.end + start,
  }));
}

/** Longest common subsequence, read off from its start. */
function walk(from: readonly string[], to: readonly string[]): Hunk<string>[] {
  const width = to.length + 1;
  const lengths = new Uint32Array((from.length + 1) * width);
  const at = (row: number, column: number) => lengths[row * width + column] ?? 0;
  for (let row = from.length - 1; row >= 0; row -= 1) {
    for (let column = to.length - 1; column >= 0; column -= 1) {
      const isSame = from[row] === to[column];
      lengths[row * width + column] = isSame
        ? at(row + 1, column + 1) + 1
        : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const hunks: Hunk<string>[] = [];
  let [row, column] = [0, 0];
  while (row < from.length || column < to.length) {
    const [start, toStart] = [row, column];
    while ((row < from.length || column < to.length) && from[row] !== to[column]) {
      if (column >= to.length || (row < from.length && at(row + 1, column) >= at(row, column + 1))) row += 1;
      else column += 1;
    }
    if (row > start || column > toStart) hunks.push({ start, end: row, items: to.slice(toStart, column) });
    while (row < from.length && column < to.length && from[row] === to[column]) {
      row += 1;
      column += 1;
    }
  }
  return hunks;
}
