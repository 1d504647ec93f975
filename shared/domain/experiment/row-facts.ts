import type { RowList } from "../dataset/row-list.ts";
import type { JsonValue } from "../json/json.ts";
import { atOnce } from "../late/at-once.ts";
import type { SpecCheck, SpecRow, SpecVariant } from "./experiment-spec.ts";
import { textOfValue } from "./row-values.ts";

/**
 * What is asked of all rows of an experiment again and again, found out in one look at each: rows that are made when they
 * are asked for are dear, and there may be 100 000.
 */
export interface RowFacts {
  /** In their order. */
  ids: readonly string[];
  hasGroups: boolean;
  hasFacets: boolean;
  /** Of those rows that have some of their own. */
  checks: readonly SpecCheck[];
  /** Names whose value is the same in all of several rows: they tell no row from another. */
  shared: ReadonlySet<string>;
  groupAt(place: number): string | undefined;
  /** From 0; undefined where there is no such row. */
  placeOf(id: string): number | undefined;
  /** Whether a variant is run on the row at a place. */
  isRun(place: number, variant: Pick<SpecVariant, "name" | "isGiven">): boolean;
}

/** What a row says of the variants that are run on it; most rows say nothing. */
interface RowRuns {
  only: readonly string[] | undefined;
  answered: ReadonlySet<string>;
}

/** Rows that are looked at between two steps. */
const rowsOfStep = 200;

const known = new WeakMap<RowList<SpecRow>, RowFacts>();

/** Rows are frozen: they are looked at once, at one go unless `lookAtRows` has done it. */
export function factsOf(rows: RowList<SpecRow>): RowFacts {
  return known.get(rows) ?? atOnce(lookAtRows(rows));
}

/** Looks at every row in its order, in steps. @param check told each row, by its place. */
export function* lookAtRows(
  rows: RowList<SpecRow>,
  check?: (row: SpecRow, place: number) => void,
): Generator<void, RowFacts> {
  const ids: string[] = [];
  const groups: (string | undefined)[] = [];
  const checks: SpecCheck[] = [];
  const runs = new Map<number, RowRuns>();
  const kinds = new Map<string, RowRuns>();
  let shared: Map<string, string> | undefined;
  let hasGroups = false;
  let hasFacets = false;
  for (const [place, row] of rows.entries()) {
    if (place % rowsOfStep === rowsOfStep - 1) yield;
    check?.(row, place);
    ids.push(row.id);
    groups.push(row.group);
    hasGroups ||= row.group !== undefined;
    hasFacets ||= row.facet !== undefined;
    if (row.checks) for (const one of row.checks) checks.push(one);
    if (row.only !== undefined || row.answers !== undefined) {
      const answered = Object.keys(row.answers ?? {});
      const key = JSON.stringify([row.only ?? null, answered]);
      const own = kinds.get(key) ?? { only: row.only, answered: new Set(answered) };
      kinds.set(key, own);
      runs.set(place, own);
    }
    const values = row.values ?? row.variables;
    if (shared) keepShared(shared, values);
    else shared = new Map(Object.entries(values).map(([name, value]) => [name, textOfValue(value)]));
  }
  const facts = new FactsOfRows({
    ids,
    hasGroups,
    hasFacets,
    checks,
    shared: new Set(ids.length > 1 ? shared?.keys() : []),
    groups: hasGroups ? groups : [],
    runs,
  });
  known.set(rows, facts);
  return facts;
}

function keepShared(shared: Map<string, string>, values: Readonly<Record<string, JsonValue | undefined>>): void {
  for (const [name, text] of shared) {
    const value = values[name];
    if (value === undefined || textOfValue(value) !== text) shared.delete(name);
  }
}

class FactsOfRows implements RowFacts {
  readonly ids: readonly string[];
  readonly hasGroups: boolean;
  readonly hasFacets: boolean;
  readonly checks: readonly SpecCheck[];
  readonly shared: ReadonlySet<string>;
  readonly #groups: readonly (string | undefined)[];
  readonly #runs: ReadonlyMap<number, RowRuns>;
  #places: ReadonlyMap<string, number> | undefined;

  constructor(
    found: Pick<RowFacts, "ids" | "hasGroups" | "hasFacets" | "checks" | "shared"> & {
      groups: readonly (string | undefined)[];
      runs: ReadonlyMap<number, RowRuns>;
    },
  ) {
    this.ids = found.ids;
    this.hasGroups = found.hasGroups;
    this.hasFacets = found.hasFacets;
    this.checks = found.checks;
    this.shared = found.shared;
    this.#groups = found.groups;
    this.#runs = found.runs;
  }

  groupAt(place: number): string | undefined {
    return this.#groups[place];
  }

  placeOf(id: string): number | undefined {
    // Ids are the numbers of rows unless a config has others: a table of 100 000 is seldom needed.
    const place = Number(id) - 1;
    if (this.ids[place] === id) return place;
    this.#places ??= new Map(this.ids.map((one, at) => [one, at]));
    return this.#places.get(id);
  }

  isRun(place: number, { name, isGiven }: Pick<SpecVariant, "name" | "isGiven">): boolean {
    const own = this.#runs.get(place);
    if (isGiven && !own?.answered.has(name)) return false;
    return own?.only === undefined || own.only.includes(name);
  }
}
