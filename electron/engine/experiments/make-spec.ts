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
import type { Message } from "@shared/domain/message/message.ts";
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
  const common = experiment.form === "experiment" ? (experiment.rows[0]?.checks ?? []) : [];
  const rows: SpecRow[] = [];
  for (const row of experiment.rows) {
    const made = rowOf(row, runnable, experiment.form);
    if ("problem" in made) problems.push({ ...at, code: "row", message: `Row ${row.id}: ${made.problem}` });
    else rows.push(made.row);
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
function missingChecks({ rows, refusals }: ReadExperiment): Finding[] {
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

function rowOf(
  row: ExperimentRow,
  variants: readonly ExperimentVariant[],
  form: ReadExperiment["form"],
): { row: SpecRow } | { problem: string } {
  const messages: Record<string, Message[]> = {};
  const answers: Record<string, string> = {};
  for (const { name, prompt, provider } of variants.filter((variant) => runsOn(row, variant))) {
    const given = prompt.kind === "given" ? row.answers?.[prompt.column] : undefined;
    if (given !== undefined) answers[name] = given;
    if (prompt.kind === "given") continue;
    const isSentAsItIs = prompt.kind === "content" && prompt.templateFormat === undefined;
    if (isSentAsItIs) continue;
    const filled = fillCell(row, prompt);
    if (!filled.messages)
      return { problem: filled.problem ?? `the prompt of ${name} (${provider.id}) cannot be filled.` };
    messages[name] = filled.messages;
  }
  const only = variants.filter((variant) => runsOn(row, variant)).map(({ name }) => name);
  const { id, description, variables, placeholders, expected, group, facet, metadata, threshold, checks, filled } = row;
  return {
    row: {
      id,
      variables,
      placeholders,
      ...(description === undefined ? {} : { description }),
      ...(expected === undefined ? {} : { expected }),
      ...(group === undefined ? {} : { group }),
      ...(facet === undefined ? {} : { facet }),
      ...(metadata === undefined ? {} : { metadata }),
      ...(threshold === undefined ? {} : { threshold }),
      ...(form === "promptfoo" ? { checks: checks.flatMap(checkOf), values: fillValues(filled ?? variables) } : {}),
      ...(Object.keys(messages).length > 0 ? { messages } : {}),
      ...(Object.keys(answers).length > 0 ? { answers } : {}),
      ...(only.length < variants.length ? { only } : {}),
    },
  };
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
