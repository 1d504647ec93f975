/**
 * Holm's step-down correction of several p-values (Holm 1979): the smallest is multiplied by their number, the next by one
 * less, none falls below one before it. `reject`: the corrected one is at most `alpha`. In the order given.
 */
export function holm({ p, alpha }: { p: readonly number[]; alpha: number }): { adjusted: number[]; reject: boolean[] } {
  const order = p.map((value, index) => ({ value, index })).sort((a, b) => a.value - b.value);
  const adjusted = p.map(() => 1);
  let highest = 0;
  for (const [rank, { value, index }] of order.entries()) {
    highest = Math.max(highest, Math.min(1, value * (p.length - rank)));
    adjusted[index] = highest;
  }
  return { adjusted, reject: adjusted.map((value) => value <= alpha) };
}
