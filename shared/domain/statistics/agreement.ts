import { criticalValue } from "./quantile.ts";

/** Cohen's kappa of one weighting; null where it is not defined: both raters used one category alone. */
export interface Kappa {
  observed: number | null;
  expected: number | null;
  kappa: number | null;
  se: number | null;
  lo: number | null;
  hi: number | null;
}

/**
 * How far two raters agree beyond chance (Cohen 1960, 1968), with the large-sample variance of Fleiss, Cohen and Everitt
 * (1969). The interval is not cut to [−1, 1]; below 100 ratings it is rough.
 * @param table counts, a row for each category of the first rater, a column for each of the second.
 */
export function kappa({ table, alpha }: { table: readonly (readonly number[])[]; alpha: number }) {
  const last = Math.max(table.length - 1, 1);
  const weighted = (weigh: (distance: number) => number) => kappaOf(table, alpha, weigh);
  return {
    unweighted: weighted((distance) => (distance === 0 ? 1 : 0)),
    linear: weighted((distance) => 1 - distance / last),
    quadratic: weighted((distance) => 1 - (distance / last) ** 2),
  };
}

function kappaOf(table: readonly (readonly number[])[], alpha: number, weigh: (distance: number) => number): Kappa {
  const n = table.flat().reduce((sum, count) => sum + count, 0);
  if (n === 0) return { observed: null, expected: null, kappa: null, se: null, lo: null, hi: null };
  const cells = table.map((row) => row.map((count) => count / n));
  const rows = cells.map((row) => row.reduce((sum, share) => sum + share, 0));
  const columns = cells.map((_, j) => cells.reduce((sum, row) => sum + (row[j] ?? 0), 0));
  const weight = (i: number, j: number) => weigh(Math.abs(i - j));
  const each = (value: (i: number, j: number) => number) =>
    rows.reduce((sum, _, i) => columns.reduce((inner, __, j) => inner + value(i, j), sum), 0);
  const share = (i: number, j: number) => cells[i]?.[j] ?? 0;
  const [row, column] = [(i: number) => rows[i] ?? 0, (j: number) => columns[j] ?? 0];

  const observed = each((i, j) => weight(i, j) * share(i, j));
  const expected = each((i, j) => weight(i, j) * row(i) * column(j));
  if (1 - expected < 1e-12) return { observed, expected, kappa: null, se: null, lo: null, hi: null };
  const value = (observed - expected) / (1 - expected);
  const a = rows.map((_, i) => columns.reduce((sum, part, j) => sum + part * weight(i, j), 0));
  const b = columns.map((_, j) => rows.reduce((sum, part, i) => sum + part * weight(i, j), 0));
  // What they call (p_o p_e − 2 p_e + p_o)² is the square of the mean of this; so no rounding is left where all agree.
  const influence = (i: number, j: number) =>
    weight(i, j) * (1 - expected) - ((a[i] ?? 0) + (b[j] ?? 0)) * (1 - observed);
  const middle = each((i, j) => share(i, j) * influence(i, j));
  const spread = each((i, j) => share(i, j) * (influence(i, j) - middle) ** 2);
  const se = Math.sqrt(spread / (n * (1 - expected) ** 4));
  const half = criticalValue(alpha) * se;
  return { observed, expected, kappa: value, se, lo: value - half, hi: value + half };
}

/**
 * Krippendorff's alpha for labels, with any number of raters and ratings that are missing (null). Units with fewer than two
 * ratings say nothing. Null where only one label was ever given.
 */
export function krippendorffNominal({ units }: { units: readonly (readonly (number | string | null)[])[] }) {
  const totals = new Map<number | string, number>();
  let pairs = 0;
  let disagreeing = 0;
  for (const unit of units) {
    const counts = new Map<number | string, number>();
    for (const rating of unit) if (rating !== null) counts.set(rating, (counts.get(rating) ?? 0) + 1);
    const ratings = [...counts.values()].reduce((sum, count) => sum + count, 0);
    if (ratings < 2) continue;
    pairs += ratings;
    for (const [label, count] of counts) {
      totals.set(label, (totals.get(label) ?? 0) + count);
      disagreeing += (count * (ratings - count)) / (ratings - 1);
    }
  }
  if (pairs === 0) return { alpha: null, observedDisagreement: null, expectedDisagreement: null };
  const observedDisagreement = disagreeing / pairs;
  const unlike = [...totals.values()].reduce((sum, count) => sum + count * (pairs - count), 0);
  const expectedDisagreement = unlike / (pairs * (pairs - 1));
  const alpha = expectedDisagreement === 0 ? null : 1 - observedDisagreement / expectedDisagreement;
  return { alpha, observedDisagreement, expectedDisagreement };
}
