import { seededRandom } from "../statistics/seeded-random.ts";

/** What is counted: a row, or the rows of one group. */
export interface Unit {
  id: string;
  /** Ids of its rows, in their order. */
  rows: string[];
}

/**
 * The units of an experiment in the order of its seed, in which they are sent and counted. In the order in which they
 * finish, quick answers would count first, and where right ones are slower nothing could be believed. Whole groups are
 * shuffled.
 */
export function orderUnits(rows: Iterable<{ id: string; group?: string | undefined }>, seed: number): Unit[] {
  const groups = new Map<string, Unit>();
  const order: Unit[] = [];
  for (const { id, group } of rows) {
    const known = group === undefined ? undefined : groups.get(group);
    if (known) known.rows.push(id);
    else {
      const unit = { id: group ?? id, rows: [id] };
      order.push(unit);
      if (group !== undefined) groups.set(group, unit);
    }
  }
  const random = seededRandom(seed);
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = random.below(last + 1);
    const [a, b] = [order[last], order[other]];
    if (a && b) [order[last], order[other]] = [b, a];
  }
  return order;
}

/**
 * Units in the order they are counted: those of which something was sent again come last. What was passed over as open has
 * been looked past, and must not be slipped in before what was seen.
 */
export function orderCounted(units: readonly Unit[], results: Iterable<{ row: string; again?: true }>): Unit[] {
  const again = new Set<string>();
  for (const result of results) if (result.again) again.add(result.row);
  if (again.size === 0) return [...units];
  const isAgain = ({ rows }: Unit) => rows.some((row) => again.has(row));
  return [...units.filter((unit) => !isAgain(unit)), ...units.filter(isAgain)];
}
