/** Alone; added to what is chosen or taken out of it; with all that lie between it and the first chosen one. */
export type Choosing = "alone" | "together" | "through";

/** The ids chosen after one more was chosen, the first chosen one first. `rows` are the runs of the list in its order. */
export function chosenAfter(
  chosen: readonly string[],
  id: string,
  how: Choosing,
  rows: readonly { id: string }[],
): string[] {
  const [first] = chosen;
  if (how === "alone" || first === undefined) return [id];
  if (how === "together") return chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id];
  const [from, to] = [first, id].map((end) => rows.findIndex((row) => row.id === end));
  if (from === undefined || to === undefined || from < 0 || to < 0) return [id];
  const between = rows.slice(Math.min(from, to), Math.max(from, to) + 1).map((row) => row.id);
  return [first, ...between.filter((other) => other !== first)];
}

/** Chosen ids as the list has them; those that a filter has taken out of it since come last. */
export function inListOrder(chosen: readonly string[], rows: readonly { id: string }[]): string[] {
  const left = new Set(chosen);
  const listed = rows.filter(({ id }) => left.delete(id)).map(({ id }) => id);
  return [...listed, ...left];
}
