import type { CellResult } from "./cell-result.ts";
import { type ExperimentSpec, isRun } from "./experiment-spec.ts";

/** A variant that does not run on a row leaves it open for good. */
export function gapsOf({ rows, variants, repetitions }: ExperimentSpec): CellResult[] {
  return rows.flatMap((row) =>
    variants
      .filter((variant) => !isRun(row, variant))
      .flatMap(({ name }) =>
        Array.from(
          { length: repetitions },
          (_, repetition): CellResult => ({
            row: row.id,
            variant: name,
            repetition,
            runId: null,
            standing: "open",
            passed: null,
            scores: [],
          }),
        ),
      ),
  );
}
