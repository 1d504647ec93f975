import { LazyRows, type RowList } from "@shared/domain/dataset/row-list.ts";
import type { ExperimentSpec, SpecCheck, SpecRow, SpecVariant } from "@shared/domain/experiment/experiment-spec.ts";
import type {
  ExperimentRow,
  ExperimentVariant,
  Finding,
  ReadExperiment,
  RowCheck,
} from "@shared/domain/experiment/read-experiment.ts";
import { runsOn } from "@shared/domain/experiment/read-experiment.ts";
import { isJsonObject, type JsonObject } from "@shared/domain/json/json.ts";
import type { RunPrompt } from "@shared/domain/prompt/prompt.ts";
import { emptyRequest } from "@shared/domain/run/empty-request.ts";
import { fillCell, loadRenderers } from "./fill-cells.ts";
import { fillValues } from "./promptfoo/fill-template.ts";

/** An experiment ready to be run, and what of its file is not part of it: checks that are left out weaken gates. */
export interface MadeSpec {
  spec: ExperimentSpec;
  leftOut: Finding[];
}

/** Why there is nothing to run. */
export interface SpecProblem {
  problems: Finding[];
}

/** Freezes an experiment for a job. Prompts of libraries must have been read. */
export async function makeSpec(experiment: ReadExperiment, file: string): Promise<MadeSpec | SpecProblem> {
  await loadRenderers(experiment);
  const leftOut = [...experiment.refusals];
  const problems: Finding[] = [];
  const at = { file, line: 1 };
  const runnable: ExperimentVariant[] = [];
  for (const variant of experiment.variants) {
    const { provider, prompt, name } = variant;
    const told = (message: string) =>
      leftOut.push({ ...at, code: "variant", message: `${name} is left out: ${message}` });
    if (prompt.kind === "given") runnable.push(variant);
    else if (provider.model === undefined)
      told(provider.echoes ? "echo answers nothing of its own." : "it names no model.");
    else if (prompt.kind === "ref") told("its prompt was not read.");
    else runnable.push(variant);
  }
  if (experiment.rows.length === 0)
    problems.push({ ...at, code: "no-rows", message: "There are no rows to run it on." });
  if (runnable.length === 0) {
    problems.push({
      ...at,
      code: "no-variants",
      message: "There is nothing to run: no variant has both a prompt and a model.",
    });
  }
  if (problems.length > 0) return { problems: [...problems, ...leftOut] };
  const common = experiment.form === "experiment" ? (experiment.rows.at(0)?.checks ?? []) : [];
  const freeze = rowFreezer(runnable, experiment.form);
  const filling = runnable.filter((variant) => heldByRows(variant) === "messages");
  const frozen = LazyRows.of(experiment.rows, freeze);
  // Of a promptfoo config each row has checks of its own, which are too dear to be made again and again.
  let rows: RowList<SpecRow> = experiment.form === "promptfoo" ? frozen.slice() : frozen;
  if (filling.length > 0) {
    const filled = rows.slice();
    for (const [index, given] of experiment.rows.entries()) {
      const problem = fillRow(filled[index] as SpecRow, given, filling);
      if (problem !== undefined) problems.push({ ...at, code: "row", message: `Row ${given.id}: ${problem}` });
    }
    rows = filled;
  }
  if (problems.length > 0) return { problems: problems.slice(0, 20) };
  for (const missing of missingChecks(experiment)) leftOut.push(missing);
  const { name, base, repetitions, seed, verdict, limits, gates } = experiment;
  const first = runnable[0]?.name;
  return {
    spec: {
      title: name.slice(0, 500),
      ...(base === undefined ? (first === undefined ? {} : { base: first }) : { base }),
      repetitions,
      seed,
      verdict,
      limits,
      gates: gates.map(({ text }) => text),
      variants: runnable.map(variantOf),
      checks: common.flatMap(checkOf),
      rows,
    },
    leftOut,
  };
}

/** Checks of a promptfoo config that nothing here carries out yet, by line, each line once. */
function missingChecks({ form, rows, refusals }: ReadExperiment): Finding[] {
  // Those of an experiment's file are the same for all rows, and all can be carried out.
  if (form === "experiment") return [];
  const found = new Map<string, Finding>();
  const collect = (check: RowCheck) => {
    if (check.set) check.set.checks.forEach(collect);
    else if (!check.evaluator) {
      const { file, line, written } = check;
      const isRefused = refusals.some((one) => one.file === file && one.line >= line && one.line <= line + 3);
      const message = `The check ${String(written["type"])} cannot be carried out yet.`;
      if (!isRefused) found.set(`${file}:${line}`, { file, line, code: "check", message });
    }
  };
  for (const { checks } of rows) checks.forEach(collect);
  return [...found.values()];
}

function checkOf({ evaluator, set, written }: RowCheck): SpecCheck[] {
  if (evaluator) return [{ evaluator }];
  if (!set) return [];
  const { metric, weight } = written;
  return [
    {
      ...(typeof metric === "string" && metric !== "" ? { name: metric.slice(0, 100) } : {}),
      ...(typeof weight === "number" && weight >= 0 ? { weight } : {}),
      set: {
        ...(set.threshold === undefined ? {} : { threshold: set.threshold }),
        checks: set.checks.flatMap((one) => (one.evaluator ? [{ evaluator: one.evaluator }] : [])),
      },
    },
  ];
}

/** What of a variant's prompt a row has to hold. */
function heldByRows({ prompt }: ExperimentVariant): "answer" | "messages" | "nothing" {
  if (prompt.kind === "given") return "answer";
  const isSentAsItIs = prompt.kind === "content" && prompt.templateFormat === undefined;
  return isSentAsItIs ? "nothing" : "messages";
}

/** A row as it is frozen, but for the messages of prompts that are filled before. */
function rowFreezer(
  variants: readonly ExperimentVariant[],
  form: ReadExperiment["form"],
): (row: ExperimentRow) => SpecRow {
  const answered = variants.filter((variant) => heldByRows(variant) === "answer");
  return (given) => {
    const { id, description, variables, placeholders, expected, group, facet, metadata, threshold } = given;
    const row: SpecRow = { id, variables, placeholders };
    if (description !== undefined) row.description = description;
    if (expected !== undefined) row.expected = expected;
    if (group !== undefined) row.group = group;
    if (facet !== undefined) row.facet = facet;
    if (metadata !== undefined) row.metadata = metadata;
    if (threshold !== undefined) row.threshold = threshold;
    if (form === "promptfoo") {
      row.checks = given.checks.flatMap(checkOf);
      row.values = fillValues(given.filled ?? variables);
    }
    for (const variant of answered) {
      const { name, prompt } = variant;
      const answer = prompt.kind === "given" && runsOn(given, variant) ? given.answers?.[prompt.column] : undefined;
      if (answer !== undefined) row.answers = { ...row.answers, [name]: answer };
    }
    if (given.only) {
      const only = variants.filter((variant) => runsOn(given, variant)).map(({ name }) => name);
      if (only.length < variants.length) row.only = only;
    }
    return row;
  };
}

/** Puts in what variants send that are filled before. @returns a problem in words. */
function fillRow(row: SpecRow, given: ExperimentRow, variants: readonly ExperimentVariant[]): string | undefined {
  for (const variant of variants) {
    if (!runsOn(given, variant)) continue;
    const { name, prompt, provider } = variant;
    const { messages, problem } = fillCell(given, prompt);
    if (!messages) return problem ?? `the prompt of ${name} (${provider.id}) cannot be filled.`;
    row.messages = { ...row.messages, [name]: messages };
  }
  return undefined;
}

/** In the place of a model. */
const givenAnswers = "given answers";

function variantOf({ name, prompt, provider }: ExperimentVariant): SpecVariant {
  const model = provider.model ?? "";
  return {
    name,
    model: prompt.kind === "given" ? givenAnswers : model,
    ...(prompt.kind === "given" ? { isGiven: true as const } : {}),
    request: {
      ...emptyRequest,
      prompt: promptOf(prompt),
      modelOverride: model === "" ? null : model,
      ...(provider.api === undefined ? {} : { api: provider.api }),
      ...(provider.betas === undefined ? {} : { betas: provider.betas }),
      overrides: { ...configOf(prompt), ...provider.parameters },
    },
    ...(provider.baseUrl === undefined ? {} : { apiBase: provider.baseUrl }),
  };
}

/** The very text, whatever becomes of the prompt meanwhile. One that is filled before is sent as messages. */
function promptOf(prompt: ExperimentVariant["prompt"]): RunPrompt | null {
  if (prompt.kind !== "content" || prompt.templateFormat !== undefined) return null;
  const { type, prompt: text, config } = prompt.content;
  return { base: prompt.base, type, prompt: text, config };
}

/** What the config of a prompt says that is sent as messages alone. */
function configOf(prompt: ExperimentVariant["prompt"]): JsonObject {
  if (prompt.kind !== "content" || prompt.templateFormat === undefined || !isJsonObject(prompt.content.config))
    return {};
  const { model: _, ...parameters } = prompt.content.config;
  return parameters;
}
