/** Spearman's and Kendall's (tau-b) correlation of two lists by rank; null for a constant list and fewer than two values. */
export function rankCorrelation({ x, y }: { x: readonly number[]; y: readonly number[] }) {
  if (x.length < 2 || x.length !== y.length) return { spearman: null, kendallTauB: null };
  return { spearman: pearson(averageRanks(x), averageRanks(y)), kendallTauB: tauB(x, y) };
}

/** Ranks from 1; equal values share the mean of theirs. */
function averageRanks(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = values.map(() => 0);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end] ?? 0] === values[order[start] ?? 0]) end += 1;
    for (let at = start; at < end; at += 1) ranks[order[at] ?? 0] = (start + end + 1) / 2;
    start = end;
  }
  return ranks;
}

function pearson(x: readonly number[], y: readonly number[]): number | null {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  let [xy, xx, yy] = [0, 0, 0];
  for (const [index, value] of x.entries()) {
    const [dx, dy] = [value - mx, (y[index] ?? 0) - my];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return xx === 0 || yy === 0 ? null : xy / Math.sqrt(xx * yy);
}

/** Knight's way (1966), n log n: what sorting by y still has to swap after sorting by x are the discordant pairs. */
function tauB(x: readonly number[], y: readonly number[]): number | null {
  const n = x.length;
  const at = (values: readonly number[], index: number) => values[index] ?? 0;
  const order = x.map((_, index) => index).sort((a, b) => at(x, a) - at(x, b) || at(y, a) - at(y, b));
  const all = (n * (n - 1)) / 2;
  const tiedX = tiedPairs(order, (a, b) => at(x, a) === at(x, b));
  const tiedBoth = tiedPairs(order, (a, b) => at(x, a) === at(x, b) && at(y, a) === at(y, b));
  const byY = order.map((index) => at(y, index));
  const swaps = sortAndCount(byY);
  const tiedY = tiedPairs(
    byY.map((_, index) => index),
    (a, b) => at(byY, a) === at(byY, b),
  );
  if (tiedX === all || tiedY === all) return null;
  const surplus = all - tiedX - tiedY + tiedBoth - 2 * swaps;
  return surplus / Math.sqrt((all - tiedX) * (all - tiedY));
}

function tiedPairs(order: readonly number[], same: (a: number, b: number) => boolean): number {
  let [pairs, run] = [0, 1];
  for (let index = 1; index <= order.length; index += 1) {
    if (index < order.length && same(order[index - 1] ?? 0, order[index] ?? 0)) run += 1;
    else {
      pairs += (run * (run - 1)) / 2;
      run = 1;
    }
  }
  return pairs;
}

/** Sorts in place by merging and says how many pairs stood the wrong way round. */
function sortAndCount(values: number[]): number {
  let swaps = 0;
  let from = values.slice();
  let to = values.slice();
  for (let width = 1; width < values.length; width *= 2) {
    for (let start = 0; start < values.length; start += 2 * width) {
      const [middle, end] = [Math.min(start + width, values.length), Math.min(start + 2 * width, values.length)];
      let [left, right] = [start, middle];
      for (let at = start; at < end; at += 1) {
        if (left < middle && (right >= end || (from[left] ?? 0) <= (from[right] ?? 0))) to[at] = from[left++] ?? 0;
        else {
          swaps += middle - left;
          to[at] = from[right++] ?? 0;
        }
      }
    }
    [from, to] = [to, from];
  }
  values.splice(0, values.length, ...from);
  return swaps;
}
