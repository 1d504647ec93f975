import { environmentOnly } from "@engine/credentials/connection-sources.ts";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { type ForecastPorts, forecastExperiment } from "@engine/experiments/forecast-experiment.ts";
import { makeSpec } from "@engine/experiments/make-spec.ts";
import { readExperimentFile } from "@engine/experiments/read-experiment-file.ts";
import { filesBelow } from "@engine/experiments/reading/files-below.ts";
import { readYaml } from "@engine/experiments/reading/yaml-source.ts";
import { createRunner, type Runner } from "@engine/runner.ts";
import type { ExperimentSpec } from "@shared/domain/experiment/experiment-spec.ts";
import { afterEach, describe, expect, it } from "vitest";

const { signal } = new AbortController();
let runner: Runner | undefined;
afterEach(async () => {
  await runner?.close();
  runner = undefined;
});

async function specOf(more: readonly string[]): Promise<ExperimentSpec> {
  const text = [
    "name: forecast",
    "dataset:",
    "  rows:",
    ...Array.from({ length: 20 }, (_, index) => `    - { variables: { q: "${"word ".repeat(index + 1)}" } }`),
    "variants:",
    '  - { name: base, prompt: { text: "{{q}}" }, model: openai/gpt-4o-mini, parameters: { max_tokens: 50 } }',
    '  - { name: edit, prompt: { text: "Answer: {{q}}" }, model: openai/of-ones-own }',
    ...more,
  ].join("\n");
  const yaml = readYaml(text, "experiment.yaml");
  if ("errors" in yaml) throw new Error(JSON.stringify(yaml.errors));
  const options = { files: filesBelow("/", signal), openPrompt: async () => undefined, signal };
  const outcome = await readExperimentFile(yaml.source, options);
  if (outcome.read === "error") throw new Error(JSON.stringify(outcome.errors));
  const made = await makeSpec(outcome.experiment, "experiment.yaml");
  if ("problems" in made) throw new Error(JSON.stringify(made.problems));
  return made.spec;
}

function portsOf(variables: Record<string, string>, more: Partial<ForecastPorts> = {}): ForecastPorts {
  runner = createRunner({ ...environmentOnly(), environment: readEnvironment(variables) });
  const findPrice: ForecastPorts["findPrice"] = ({ model }) =>
    model === "gpt-4o-mini" ? { model, input: 0.15, output: 0.6, asOf: "2026-11-01", source: "test" } : undefined;
  return { preview: runner.preview, findPrice, ...more };
}
const withKey = { OPENAI_API_KEY: "sk-canary-forecast" };

describe("a forecast", () => {
  it("of sample models costs nothing, which is another thing than a price nobody knows", async () => {
    const spec = await specOf(["repetitions: 1"]);
    const [base] = spec.variants;
    if (!base) throw new Error("no variant");
    const request = { ...base.request, modelOverride: "demo/sample-small" };
    const demo = { ...spec, variants: [{ ...base, model: "demo/sample-small", request }] };
    runner = createRunner({ ...environmentOnly(), environment: readEnvironment({}) });
    const forecast = await forecastExperiment(demo, { preview: runner.preview, findPrice: () => undefined }, signal);
    expect(forecast).toMatchObject({ costUsd: { lo: 0, hi: 0 }, unpriced: [] });
    expect((await forecastExperiment(spec, portsOf({}, { findPrice: () => undefined }), signal)).costUsd).toBeNull();
  });

  it("is made of requests that are built and not sent: calls of variants and judges, the longest answer that is allowed", async () => {
    const spec = await specOf([
      "repetitions: 2",
      "evaluators:",
      "  - { type: judge, name: polite, model: openai/gpt-4o-mini, rubric: Is it polite? }",
    ]);
    const forecast = await forecastExperiment(spec, portsOf(withKey), signal);
    expect(forecast.parts.map(({ kind, name, calls }) => [kind, name, calls])).toEqual([
      ["variant", "base", 40],
      ["variant", "edit", 40],
      ["judge", "polite", 80],
    ]);
    expect(forecast.calls).toBe(160);
    expect(forecast.parts[0]?.outputTokens.hi).toBe(50);
    expect(forecast.unpriced).toEqual(["openai/of-ones-own"]);
    expect(forecast.costUsd?.lo).toBeGreaterThan(0);
    expect(forecast.power?.units).toBe(20);
    // A judge reads the answer too.
    const [base, , judge] = forecast.parts;
    expect(judge?.inputTokens?.hi).toBeGreaterThan(base?.outputTokens.hi ?? Number.POSITIVE_INFINITY);
  });

  it("of an experiment whose answers are all there costs nothing, which is known (“no price is known” stood there)", async () => {
    const spec = await specOf([]);
    const isGiven = { ...spec, variants: spec.variants.map((variant) => ({ ...variant, isGiven: true as const })) };
    expect(await forecastExperiment(isGiven, portsOf({}), signal)).toMatchObject({
      ...{ calls: 0, parts: [], costUsd: { lo: 0, hi: 0 }, unpriced: [] },
    });
  });

  it("goes by earlier answers where there are some", async () => {
    const ports = portsOf(withKey, { earlier: () => ({ outputTokens: 20, callMs: 800 }) });
    const forecast = await forecastExperiment(await specOf([]), ports, signal);
    expect(forecast.isAssumed).toBe(false);
    expect(forecast.parts[0]?.outputTokens).toEqual({ lo: 10, hi: 40 });
    expect(forecast.parts[0]?.callMs).toEqual({ lo: 400, hi: 1_600 });
  });

  it("needs no key, and says what is missing", async () => {
    const forecast = await forecastExperiment(await specOf([]), portsOf({}), signal);
    expect(forecast.calls).toBe(40);
    expect(forecast.inputTokens).not.toBeNull();
    expect(forecast.parts[0]?.problem).toBeDefined();
  });
});
