import type { Dataset } from "@shared/domain/dataset/dataset.ts";
import { LazyRows, type RowList } from "@shared/domain/dataset/row-list.ts";
import type { ExperimentSetup, KeptRowsOfSetup, ReadSetup } from "@shared/domain/experiment/experiment-setup.ts";
import type { ExperimentSpec, SpecRow, SpecVariant } from "@shared/domain/experiment/experiment-spec.ts";
import { firstTableRows, mostTableRows } from "@shared/domain/experiment/setup/dataset-table.ts";
import { columnsOfRows, datasetOfRows } from "@shared/domain/experiment/setup/rows-as-table.ts";
import type { SetupRow } from "@shared/domain/experiment/setup/setup-rows.ts";
import { isJsonObject } from "@shared/domain/json/json.ts";
import { viewOfOutcome } from "../../datasets/view-dataset.ts";
import { inSteps } from "../../time/in-steps.ts";

/** Rows of more characters do not go into a window, however few they are. */
const mostCharacters = 16 * 1024 * 1024;
/** Rows that are looked at between two steps. */
const rowsOfStep = 500;

/**
 * The set-up an experiment was frozen from: its prompts by their texts, as they were sent. Rows that are too many for a
 * window stay with the experiment (`KeptRowsOfSetup`), and the first stands for them.
 * @throws AbortError
 */
export async function setupOfSpec(spec: ExperimentSpec, jobId: string, signal: AbortSignal): Promise<ReadSetup> {
  const found = await wholeSetup(spec, signal);
  if ("problem" in found) return { errors: [{ file: "experiment", line: 1, code: "form", message: found.problem }] };
  const said = { warnings: [], refusals: [] };
  if (found.setup !== null) return { setup: found.setup, ...said };
  const setup = setupWith(spec, setupRowsOf(spec).slice(0, 1));
  return { setup, kept: await keptRowsOf(spec, jobId, signal), ...said };
}

/** With all rows; null where they are too many for a window. @throws AbortError */
export async function wholeSetup(
  spec: ExperimentSpec,
  signal: AbortSignal,
): Promise<{ setup: ExperimentSetup | null } | { problem: string }> {
  const { isLong, problem } = await inSteps(lookAtRows(spec), signal);
  if (problem !== undefined) return { problem };
  return { setup: isLong ? null : setupWith(spec, setupRowsOf(spec).slice()) };
}

/** The rows of an experiment as a file of them is read. @throws AbortError */
export async function datasetOfSpec(spec: ExperimentSpec, signal: AbortSignal): Promise<Dataset> {
  const rows = setupRowsOf(spec);
  return datasetOfRows(rows, await inSteps(columnsOfRows(rows), signal));
}

async function keptRowsOf(spec: ExperimentSpec, jobId: string, signal: AbortSignal): Promise<KeptRowsOfSetup> {
  const rows = setupRowsOf(spec);
  const found = await inSteps(columnsOfRows(rows), signal);
  const dataset = datasetOfRows(rows, found);
  const taken = { most: Math.min(mostTableRows, Math.max(1, rows.length - 1)), first: firstTableRows };
  const reading = await viewOfOutcome({ read: "ok", dataset }, [], taken, signal);
  if (reading.read === "error") throw new Error(reading.error.message);
  const file = { file: jobId, of: "experiment" as const, name: spec.title, variables: [], readAs: {} };
  return { file, view: reading.view, columns: found.targets };
}

/** Why its rows cannot stand in a set-up; else whether they are too many for a window. */
function* lookAtRows({ rows, checks }: ExperimentSpec): Generator<void, { isLong: boolean; problem?: string }> {
  let isLong = rows.length > mostTableRows;
  let characters = 0;
  for (const [index, row] of rows.entries()) {
    if (index % rowsOfStep === rowsOfStep - 1) yield;
    if (row.checks !== undefined || row.messages !== undefined) {
      const problem =
        "It was read from a promptfoo config, or its prompts were filled before: a set-up cannot say that.";
      return { isLong, problem };
    }
    if (!isLong) characters += JSON.stringify(row).length;
    isLong ||= characters > mostCharacters && rows.length > 1;
  }
  if (checks.some((check) => "set" in check))
    return { isLong, problem: "It has sets of checks: a set-up cannot say that." };
  return { isLong };
}

function setupRowsOf({ rows }: Pick<ExperimentSpec, "rows">): RowList<SetupRow> {
  return LazyRows.of(rows, rowOf);
}

function rowOf(row: SpecRow): SetupRow {
  const { id, description, variables, placeholders, expected, group, facet, metadata, answers } = row;
  return {
    id,
    ...(description === undefined ? {} : { name: description.slice(0, 200) }),
    variables,
    placeholders,
    ...(expected === undefined ? {} : { expected }),
    ...(group === undefined ? {} : { group }),
    ...(facet === undefined ? {} : { facet }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(answers === undefined ? {} : { answers }),
  };
}

function setupWith(spec: ExperimentSpec, rows: SetupRow[]): ExperimentSetup {
  const { title, base, repetitions, seed, verdict, limits, gates } = spec;
  return {
    name: title,
    dataset: { rows },
    variants: spec.variants.map(variantOf),
    ...(base === undefined ? {} : { base }),
    repetitions,
    seed,
    evaluators: spec.checks.flatMap((check) => ("evaluator" in check ? [check.evaluator] : [])),
    verdict,
    limits,
    gates,
  };
}

/** As a set-up says it; of one that was frozen its prompt is its text. */
export function variantOf({ name, model, request, isGiven }: SpecVariant): ExperimentSetup["variants"][number] {
  if (isGiven) return { name, prompt: { answers: name } };
  const { prompt, overrides, api, betas } = request;
  const content = prompt && "prompt" in prompt ? prompt : { type: "text" as const, prompt: "", config: {} };
  const config = isJsonObject(content.config) ? { config: content.config } : {};
  const source =
    typeof content.prompt === "string" ? { text: content.prompt, ...config } : { messages: content.prompt, ...config };
  return {
    name,
    prompt: source,
    model,
    ...(api === undefined ? {} : { api }),
    ...(betas === undefined ? {} : { betas }),
    ...(Object.keys(overrides).length > 0 ? { parameters: overrides } : {}),
  };
}
