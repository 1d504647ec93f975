import type { CellOfFile, CsvColumns } from "@shared/domain/experiment/cell-files.ts";
import type { CellResult } from "@shared/domain/experiment/cell-result.ts";
import type { ExperimentSpec } from "@shared/domain/experiment/experiment-spec.ts";
import type { HumanRating } from "@shared/domain/experiment/human-rating.ts";
import { factsOf } from "@shared/domain/experiment/row-facts.ts";
import { textOfValue } from "@shared/domain/experiment/row-values.ts";
import { scoreNames } from "@shared/domain/experiment/score-names.ts";

/** A cell with what its row has and what was answered, as it leaves in a file. */
export function createCellsOfFile(spec: ExperimentSpec) {
  const facts = factsOf(spec.rows);
  return (result: CellResult, answer: string | null, rating: HumanRating | null): CellOfFile => {
    const at = facts.placeOf(result.row) ?? -1;
    const row = at < 0 ? undefined : spec.rows.at(at);
    return {
      number: at + 1,
      variables: Object.fromEntries(
        Object.entries(row?.values ?? row?.variables ?? {}).map(([name, value]) => [name, textOfValue(value)]),
      ),
      ...(row?.expected === undefined ? {} : { expected: textOfValue(row.expected) }),
      ...(row?.group === undefined ? {} : { group: row.group }),
      ...(row?.facet === undefined ? {} : { facet: row.facet }),
      model: spec.variants.find(({ name }) => name === result.variant)?.model ?? "",
      result,
      answer,
      rating,
    };
  };
}

export function csvColumnsOf(spec: ExperimentSpec, forSpreadsheets: boolean): CsvColumns {
  const variables = new Set<string>();
  for (const row of spec.rows) for (const name of Object.keys(row.values ?? row.variables)) variables.add(name);
  return { variables: [...variables], scores: scoreNames(spec), forSpreadsheets };
}
