import type { ExperimentPrompt, Finding, ReadExperiment } from "@shared/domain/experiment/read-experiment.ts";
import { asJson } from "@shared/domain/json/as-json.ts";
import type { JsonObject } from "@shared/domain/json/json.ts";
import { fillCells, loadRenderers } from "./fill-cells.ts";

/**
 * An experiment as one document: prompts, providers with our models and parameters, rows × variants with what would be
 * sent, checks by row, and everything worth telling, by line. Calls nothing.
 */
export async function showExperiment(experiment: ReadExperiment, read: "ok" | "warn"): Promise<JsonObject> {
  await loadRenderers(experiment);
  const { name, form, prompts, providers, rows, judges, repetitions, limits, variants } = experiment;
  const matrix = [...fillCells(experiment)].map(({ row, variant, messages, text, given, problem }): JsonObject => {
    const values = rows.at(row - 1);
    return {
      row,
      provider: variant.provider.label ?? variant.provider.id,
      prompt: variant.prompt.label,
      vars: values?.variables ?? {},
      ...(values && Object.keys(values.placeholders).length > 0 ? { placeholders: values.placeholders } : {}),
      ...(text !== undefined ? { text } : messages ? { messages: asJson(messages) } : {}),
      ...(given === undefined ? {} : { given }),
      ...(problem === undefined ? {} : { problem }),
    };
  });
  const models = providers.flatMap(({ model }) => model ?? []);
  return {
    form,
    name,
    read,
    prompts: prompts.map(shownPrompt),
    providers: providers.map(({ id, label, model, parameters, prompts: only }) => ({
      id,
      ...(label === undefined ? {} : { label }),
      ...(model === undefined ? {} : { model }),
      ...(Object.keys(parameters).length > 0 ? { parameters } : {}),
      ...(only === undefined ? {} : { prompts: only }),
    })),
    models: [...new Set(models)],
    variants: variants.map((variant) => variant.name),
    judges,
    repetitions,
    ...(limits.concurrency === undefined ? {} : { concurrency: limits.concurrency }),
    rows: rows.length,
    cells: matrix.length,
    matrix,
    assertions: [...rows].map(({ description, metadata, threshold, expected, group, facet, checks }, index) => ({
      row: index + 1,
      ...(description === undefined ? {} : { description }),
      ...(metadata === undefined ? {} : { metadata }),
      ...(threshold === undefined ? {} : { threshold }),
      ...(expected === undefined ? {} : { expected }),
      ...(group === undefined ? {} : { group }),
      ...(facet === undefined ? {} : { facet }),
      assert: checks.map(({ written }) => written),
    })),
    warnings: experiment.warnings.map(shownFinding),
    refusals: experiment.refusals.map(shownFinding),
  };
}

export function shownFinding({ file, line, column, code, message }: Finding): JsonObject {
  return { file, line, ...(column === undefined ? {} : { column }), code, message };
}

function shownPrompt(prompt: ExperimentPrompt): JsonObject {
  const { label } = prompt;
  if (prompt.kind === "template") return { label, raw: prompt.raw };
  if (prompt.kind === "given") return { label, answers: prompt.column };
  if (prompt.kind === "ref") return { label, ref: prompt.ref as JsonObject };
  const { prompt: text } = prompt.content;
  return { label, raw: typeof text === "string" ? text : JSON.stringify(text) };
}
