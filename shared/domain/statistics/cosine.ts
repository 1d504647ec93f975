/** The cosine of the angle between two vectors of one length; null where one of them is zero. */
export function cosine({ a, b }: { a: readonly number[]; b: readonly number[] }): { cosine: number | null } {
  if (a.length !== b.length) return { cosine: null };
  // Squares of very large and very small numbers leave what a double holds.
  const largest = (values: readonly number[]) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const [scaleA, scaleB] = [largest(a), largest(b)];
  if (!(scaleA > 0 && scaleB > 0)) return { cosine: null };
  let [ab, aa, bb] = [0, 0, 0];
  for (const [index, value] of a.entries()) {
    const [x, y] = [value / scaleA, (b[index] ?? 0) / scaleB];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return { cosine: ab / (Math.sqrt(aa) * Math.sqrt(bb)) };
}
