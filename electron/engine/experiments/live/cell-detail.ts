import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { CellDetail } from "@shared/domain/experiment/experiment-summary.ts";
import { textOfValue } from "@shared/domain/experiment/row-values.ts";
import { type CellPlace, nameCell } from "@shared/domain/job/expand-cells.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { rowOf } from "../score-run.ts";
import { gatingNames, judgedNames } from "./grid-columns.ts";
import type { LiveExperiment } from "./live-experiment.ts";

/** Reads what there is to say of one cell, with the answers beside it. @throws AppFailure `not_found` */
export async function detailOf(
  live: LiveExperiment,
  place: CellPlace,
  getRun: (id: string) => Promise<RunRecord>,
): Promise<CellDetail> {
  const { spec, index } = live;
  const at = index.find(place);
  const row = rowOf(spec, place.row);
  const result = await live.whole(place);
  if (!at || !row || !result) throw new AppFailure("not_found", { message: "There is no such cell." });
  const recordOf = async (runId: string | null) => (runId === null ? null : await getRun(runId).catch(() => null));
  const own = await recordOf(result.runId);
  const others = await Promise.all(
    spec.variants
      .filter(({ name }) => name !== place.variant)
      .map(async ({ name }) => {
        const record = await recordOf(index.find({ ...place, variant: name })?.result.runId ?? null);
        return record && record.output.text !== "" ? ([name, record.output.text] as const) : null;
      }),
  );
  const judged = judgedNames(spec);
  const gating = gatingNames(row.checks ?? spec.checks);
  return {
    ...place,
    result,
    running: at.flight === "running",
    answer: own?.output.text ?? null,
    refusal: own?.output.refusal ?? "",
    others: Object.fromEntries(others.filter((one) => one !== null)),
    expected: row.expected === undefined ? null : textOfValue(row.expected),
    variables: Object.fromEntries(
      Object.entries(row.values ?? row.variables).map(([name, value]) => [name, textOfValue(value)]),
    ),
    scores: await Promise.all(
      result.scores.map(async (score) => ({
        ...score,
        gates: gating.has(score.name),
        judged: judged.has(score.name),
        runIds: await live.judgedBy(nameCell(place), score.name),
      })),
    ),
    rating: at.rating,
    labels: labelsOf(live),
  };
}

/** Those people have given, most used first. */
function labelsOf({ index, spec }: LiveExperiment): string[] {
  const counts = new Map<string, number>();
  for (let row = 0; row < spec.rows.length; row += 1) {
    for (let variant = 0; variant < spec.variants.length; variant += 1) {
      for (let repetition = 0; repetition < spec.repetitions; repetition += 1) {
        const label = index.at(row, variant, repetition)?.rating?.label;
        if (label !== undefined) counts.set(label, (counts.get(label) ?? 0) + 1);
      }
    }
  }
  return [...counts].sort((a, b) => b[1] - a[1]).map(([label]) => label);
}
