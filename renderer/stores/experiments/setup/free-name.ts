/**
 * A name for what is made of something called `name`, that nothing else has: “tones” → “tones (2)” → “tones (3)”, the first
 * number that is free.
 */
export function freeName(name: string, taken: Iterable<string>): string {
  const names = new Set(taken);
  const stem = name.replace(/ \(\d+\)$/, "");
  for (let number = 2; ; number += 1) {
    const tail = ` (${number})`;
    const one = `${stem.slice(0, mostLetters - tail.length)}${tail}`;
    if (!names.has(one)) return one;
  }
}

/** Names of experiments are no longer. */
const mostLetters = 500;
