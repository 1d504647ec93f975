import type { CellResult } from "./cell-result.ts";
import type { ExperimentSpec } from "./experiment-spec.ts";
import { factsOf } from "./row-facts.ts";

/** A variant that does not run on a row leaves it open for good. */
export function gapsOf({ rows, variants, repetitions }: ExperimentSpec): CellResult[] {
  const facts = factsOf(rows);
  return facts.ids.flatMap((row, place) =>
    variants
      .filter((variant) => !facts.isRun(place, variant))
      .flatMap(({ name }) =>
        Array.from(
          { length: repetitions },
          (_, repetition): CellResult => ({
            row,
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
