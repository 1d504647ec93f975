import type { ExperimentSetup, JoinHow, SetupFinding } from "@shared/domain/experiment/experiment-setup.ts";
import type { ExperimentSpec, SpecRow, SpecVariant } from "@shared/domain/experiment/experiment-spec.ts";
import { textOfValue } from "@shared/domain/experiment/row-values.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { stableJson } from "@shared/domain/json/stable-json.ts";
import { type EarlierExperiment, extendExperiment, reuseAnswers } from "../extend-spec.ts";
import { variantOf } from "./setup-of-spec.ts";

/**
 * A set-up that was frozen, with what an earlier experiment has answered. What of it is as it was there, as a person sees it,
 * takes its frozen form from there: a set-up that was taken out of an experiment has its prompts by their texts and its
 * rows as a table, whose requests would be others though nothing was changed.
 */
export function joinEarlier(
  frozen: ExperimentSpec,
  setup: ExperimentSetup,
  earlier: EarlierExperiment,
  how: JoinHow,
): { spec: ExperimentSpec } | { problems: SetupFinding[] } {
  const before = new Map(earlier.spec.variants.map((variant) => [variant.name, variant]));
  const old = earlier.spec.rows;
  const place = how === "add" ? old.findIndex((row, index) => !isSameRow(row, frozen.rows.at(index))) : -1;
  if (place >= 0) {
    return refused(
      frozen.rows.at(place) === undefined
        ? `Row ${place + 1} is not there any more: rows that have answers stay, and new ones follow them.`
        : `Row ${place + 1} is not as it was: rows that have answers stay, and new ones follow them.`,
    );
  }
  const spec: ExperimentSpec = {
    ...frozen,
    seed: how === "add" ? earlier.spec.seed : frozen.seed,
    variants: frozen.variants.map((variant) => sameVariant(setup, variant, before) ?? variant),
    rows: frozen.rows.map((row, index) => joinRow(row, old.at(index))),
  };
  if (how === "reuse") return { spec: reuseAnswers(spec, earlier) };
  const made = extendExperiment(spec, earlier);
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
