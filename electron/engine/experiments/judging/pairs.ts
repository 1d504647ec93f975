import type { CellResult } from "@shared/domain/experiment/cell-result.ts";
import { nameOf } from "@shared/domain/experiment/evaluator.ts";
import type { ExperimentSpec } from "@shared/domain/experiment/experiment-spec.ts";
import { isScore } from "@shared/domain/experiment/score.ts";
import { judgesOf } from "@shared/domain/experiment/score-names.ts";
import type { CellPlace } from "@shared/domain/job/expand-cells.ts";
import { waitsForOther } from "./judges.ts";

/** Which answers are held against which. */
export interface Pairs {
  /** Cells whose answer is held against that of a place. */
  waitingFor(place: CellPlace): CellPlace[];
  /** Cells a place's answer is held against. */
  others(place: CellPlace): CellPlace[];
  /** A score of a pair is missing. */
  lacksScore(result: CellResult): boolean;
  /** It is missing since the other answer was not there. */
  lacksOther(result: CellResult): boolean;
}

/** @param spec undefined: there is none yet. */
export function pairsOf(spec: ExperimentSpec | undefined): Pairs {
  const against = new Set<string>();
  const names = new Set<string>();
  for (const judge of spec ? judgesOf(spec) : []) {
    if (judge.type !== "judge-pairwise" || judge.against === undefined) continue;
    against.add(judge.against);
    names.add(nameOf(judge));
  }
  const variants = (spec?.variants ?? []).map(({ name }) => name);
  return {
    waitingFor: (place) =>
      against.has(place.variant)
        ? variants.filter((name) => name !== place.variant).map((variant) => ({ ...place, variant }))
        : [],
    others: (place) => [...against].filter((name) => name !== place.variant).map((variant) => ({ ...place, variant })),
    lacksScore: ({ scores }) => names.size > 0 && scores.some((one) => !isScore(one) && names.has(one.name)),
    lacksOther: ({ scores }) =>
      names.size > 0 && scores.some((one) => !isScore(one) && names.has(one.name) && one.error === waitsForOther),
  };
}
