import { LazyRows } from "@shared/domain/dataset/row-list.ts";
import type { ExperimentSetup, JoinHow, SetupFinding } from "@shared/domain/experiment/experiment-setup.ts";
import type { ExperimentSpec, SpecRow, SpecVariant } from "@shared/domain/experiment/experiment-spec.ts";
import { textOfValue } from "@shared/domain/experiment/row-values.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { stableJson } from "@shared/domain/json/stable-json.ts";
import { type EarlierExperiment, extendExperiment, reuseAnswers } from "../extend-spec.ts";
import { variantOf } from "./setup-of-spec.ts";

/** Rows that are compared between two steps. */
const rowsOfStep = 200;

/**
 * A set-up that was frozen, with what an earlier experiment has answered. What of it is as it was there, as a person sees it,
 * takes its frozen form from there: a set-up that was taken out of an experiment has its prompts by their texts and its
 * rows as a table, whose requests would be others though nothing was changed. Goes on in steps, since it looks at every row.
 */
export function* joinEarlier(
  frozen: ExperimentSpec,
  setup: ExperimentSetup,
  earlier: EarlierExperiment,
  how: JoinHow,
): Generator<void, { spec: ExperimentSpec } | { problems: SetupFinding[] }> {
  const before = new Map(earlier.spec.variants.map((variant) => [variant.name, variant]));
  const old = earlier.spec.rows;
  if (how === "add") {
    for (const [place, row] of old.entries()) {
      if (place % rowsOfStep === 0) yield;
      const now = frozen.rows.at(place);
      if (isSameRow(row, now)) continue;
      const what = now === undefined ? "is not there any more" : "is not as it was";
      return refused(`Row ${place + 1} ${what}: rows that have answers stay, and new ones follow them.`);
    }
  }
  const spec: ExperimentSpec = {
    ...frozen,
    seed: how === "add" ? earlier.spec.seed : frozen.seed,
    variants: frozen.variants.map((variant) => sameVariant(setup, variant, before) ?? variant),
    // Each is made when it is asked for, as those it is made of are.
    rows: LazyRows.of(frozen.rows, (row, index) => joinRow(row, old.at(index))),
  };
  if (how === "reuse") return { spec: yield* reuseAnswers(spec, earlier) };
  const made = yield* extendExperiment(spec, earlier);
  return "problem" in made ? refused(`Nothing can be added: ${made.problem}.`) : made;
}

/** By name, the earlier variant that a set-up has as it was; undefined where it has another one under that name. */
function sameVariant(
  setup: ExperimentSetup,
  { name }: SpecVariant,
  before: ReadonlyMap<string, SpecVariant>,
): SpecVariant | undefined {
  const was = before.get(name);
  const now = setup.variants.find((variant) => variant.name === name);
  return was && now && textOf(now) === textOf(variantOf(was)) ? was : undefined;
}

function textOf(variant: ExperimentSetup["variants"][number]): string {
  return stableJson(JSON.parse(JSON.stringify(variant)) as JsonValue);
}

/** What is sent for it is the same; it may have more values, which evaluators read. */
function isSameRow(was: SpecRow, now: SpecRow | undefined): boolean {
  if (!now) return false;
  const isThere = ([name, value]: [string, JsonValue | undefined]) => {
    const given = now.variables[name];
    return given !== undefined && value !== undefined && textOfValue(given) === textOfValue(value);
  };
  const placeholders = (row: SpecRow) => stableJson(JSON.parse(JSON.stringify(row.placeholders)) as JsonValue);
  return Object.entries(was.variables).every(isThere) && placeholders(was) === placeholders(now);
}

/** A row as it was, with what is expected of it now and answers that were brought along since. */
function joinRow(now: SpecRow, was: SpecRow | undefined): SpecRow {
  if (!was || !isSameRow(was, now)) return now;
  const isExpected =
    now.expected !== undefined && was.expected !== undefined && textOfValue(now.expected) === textOfValue(was.expected);
  const { expected: _before, ...rest } = was;
  const expected = isExpected ? was.expected : now.expected;
  const answers = { ...now.answers, ...was.answers };
  return {
    ...rest,
    ...(expected === undefined ? {} : { expected }),
    ...(Object.keys(answers).length > 0 ? { answers } : {}),
  };
}

function refused(message: string): { problems: SetupFinding[] } {
  return { problems: [{ code: "earlier", message }] };
}
