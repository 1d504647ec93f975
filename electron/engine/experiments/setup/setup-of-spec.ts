import type { ExperimentSetup, ReadSetup } from "@shared/domain/experiment/experiment-setup.ts";
import type { ExperimentSpec, SpecVariant } from "@shared/domain/experiment/experiment-spec.ts";
import { isJsonObject } from "@shared/domain/json/json.ts";

/** The set-up an experiment was frozen from: its prompts by their texts, as they were sent. */
export function setupOfSpec(spec: ExperimentSpec): ReadSetup {
  const fail = (message: string): ReadSetup => ({ errors: [{ file: "experiment", line: 1, code: "form", message }] });
  if (spec.rows.some(({ checks, messages }) => checks !== undefined || messages !== undefined)) {
    return fail("It was read from a promptfoo config, or its prompts were filled before: a set-up cannot say that.");
  }
  if (spec.checks.some((check) => "set" in check)) return fail("It has sets of checks: a set-up cannot say that.");
  const { title, base, repetitions, seed, verdict, limits, gates, rows } = spec;
  const setup: ExperimentSetup = {
    name: title,
    dataset: {
      rows: rows.map(({ id, description, variables, placeholders, expected, group, facet, metadata, answers }) => ({
        id,
        ...(description === undefined ? {} : { name: description.slice(0, 200) }),
        variables,
        placeholders,
        ...(expected === undefined ? {} : { expected }),
        ...(group === undefined ? {} : { group }),
        ...(facet === undefined ? {} : { facet }),
        ...(metadata === undefined ? {} : { metadata }),
        ...(answers === undefined ? {} : { answers }),
      })),
    },
    variants: spec.variants.map(variantOf),
    ...(base === undefined ? {} : { base }),
    repetitions,
    seed,
    evaluators: spec.checks.flatMap((check) => ("evaluator" in check ? [check.evaluator] : [])),
    verdict,
    limits,
    gates,
  };
  return { setup, warnings: [], refusals: [] };
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
