import type { CellResult } from "./cell-result.ts";
import { isScore } from "./score.ts";
import type { Unit } from "./unit-order.ts";

/** The score of whether a cell passes as a whole. */
export const passScore = "pass";

/** Of a unit: its value from 0 to 1; null: open for good; undefined: not all of its cells have ended. */
export type UnitValue = number | null | undefined;

export interface ValuesInput {
  units: readonly Unit[];
  repetitions: number;
  /** By row, variant and repetition. */
  results: ResultTable;
}

export type ResultTable = ReadonlyMap<string, CellResult>;

export function resultKey(row: string, variant: string, repetition: number): string {
  // No row and variant give the text of another's, whatever stands in them.
  return `${repetition} ${variant.length} ${variant}${row}`;
}

export function tableOf(results: Iterable<CellResult>): ResultTable {
  return new Map([...results].map((one) => [resultKey(one.row, one.variant, one.repetition), one]));
}

/**
 * A score of a variant by unit. Repetitions are averaged first: they reduce noise inside of a row and are no new rows. Of a
 * group its rows are averaged, and each group weighs the same; it has ended when all its cells have.
 */
export function unitValues(input: ValuesInput, variant: string, score: string): UnitValue[] {
  return input.units.map((unit) => unitValue(input, unit, variant, score));
}

/** Of one unit. */
export function unitValue(
  input: Omit<ValuesInput, "units">,
  { rows }: Unit,
  variant: string,
  score: string,
): UnitValue {
  // Of 100 000 units most are one row, and most rows one cell: no list is made of one.
  const [only = ""] = rows;
  if (rows.length === 1) return rowValue(input, only, variant, score);
  return meanOf(
    rows.map((row) => rowValue(input, row, variant, score)),
    true,
  );
}

function rowValue(
  { repetitions, results }: Omit<ValuesInput, "units">,
  row: string,
  variant: string,
  score: string,
): UnitValue {
  const valueAt = (repetition: number) => {
    const result = results.get(resultKey(row, variant, repetition));
    return result ? cellValue(result, score) : undefined;
  };
  if (repetitions === 1) return valueAt(0);
  return meanOf(
    Array.from({ length: repetitions }, (_, repetition) => valueAt(repetition)),
    false,
  );
}

/** A score of a cell from 0 to 1. */
function cellValue(result: CellResult, score: string): UnitValue {
  if (result.standing === "waiting") return undefined;
  if (result.standing !== "done") return null;
  if (score === passScore) return result.passed === null ? null : Number(result.passed);
  const values = result.scores
    .filter(({ name }) => name === score)
    .map((outcome) => {
      if (!isScore(outcome)) return null;
      const { value, passed } = outcome;
      if (passed !== undefined && (typeof value !== "number" || value < 0 || value > 1)) return Number(passed);
      if (typeof value === "boolean") return Number(value);
      return typeof value === "number" && value >= 0 && value <= 1 ? value : null;
    });
  return values.length === 0 ? null : meanOf(values, false);
}

/** @param skipsOpen whether the rest counts where a part is open. */
function meanOf(values: readonly UnitValue[], skipsOpen: boolean): UnitValue {
  if (values.some((value) => value === undefined)) return undefined;
  const known = values.filter((value) => typeof value === "number");
  if (known.length === 0 || (!skipsOpen && known.length < values.length)) return null;
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}
