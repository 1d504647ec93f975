import type {
  ExperimentOutcome,
  ExperimentPrompt,
  ExperimentProvider,
  ExperimentRow,
  ExperimentVariant,
  ReadExperiment,
} from "@shared/domain/experiment/read-experiment.ts";
import { matches, runsOn } from "@shared/domain/experiment/read-experiment.ts";
import { isJsonObject } from "@shared/domain/json/json.ts";
import type { ReadOptions } from "../read-experiment-file.ts";
import type { YamlSource } from "../reading/yaml-source.ts";
import type { Config } from "./config.ts";
import { Findings } from "./findings.ts";
import { readKeys } from "./read-keys.ts";
import { readPrompts } from "./read-prompts.ts";
import { readProviders } from "./read-providers.ts";
import { readPromptfooRows } from "./read-rows.ts";

export interface PromptfooOptions extends ReadOptions {
  environment: (name: string) => string | undefined;
}

/**
 * Reads a promptfoo config of the common kind (`README.md#promptfoo`). Parts that are not supported are left out and
 * refused by line; the rest is read.
 */
export async function readPromptfoo(source: YamlSource, options: PromptfooOptions): Promise<ExperimentOutcome> {
  const value = isJsonObject(source.value) ? source.value : {};
  const findings = new Findings();
  const own = isJsonObject(value["env"]) ? value["env"] : {};
  const config: Config = {
    ...options,
    source,
    findings,
    codeFiles: new Map(),
    env: (name) => (Object.hasOwn(own, name) ? String(own[name]) : options.environment(name)),
  };
  const keys = readKeys(config);
  const prompts = await readPrompts(config);
  const providers = await readProviders(config);
  const { rows, judges } = await readPromptfooRows(config, prompts);
  const warnings = findings.list().sort(byPlace(source.file));
  const refusals = findings.refusals.sort(byPlace(source.file));
  const experiment: ReadExperiment = {
    form: "promptfoo",
    name: typeof value["description"] === "string" ? value["description"] : source.file,
    prompts,
    providers,
    variants: variantsOf(prompts, providers, rows),
    rows,
    repetitions: keys.repetitions,
    seed: 1,
    verdict: { score: "pass", delta: 0.05, alpha: 0.05 },
    limits: keys.concurrency === undefined ? {} : { concurrency: keys.concurrency },
    gates: [],
    judges,
    codeFiles: [...config.codeFiles.values()],
    warnings,
    refusals,
  };
  return { read: warnings.length + refusals.length > 0 ? "warn" : "ok", experiment };
}

function byPlace(first: string) {
  return (a: { file: string; line: number }, b: { file: string; line: number }) =>
    Number(a.file !== first) - Number(b.file !== first) || a.file.localeCompare(b.file) || a.line - b.line;
}

/** Each provider with each prompt it takes. Names tell them apart; with one prompt the model's is enough. */
function variantsOf(
  prompts: readonly ExperimentPrompt[],
  providers: readonly ExperimentProvider[],
  rows: readonly ExperimentRow[],
): ExperimentVariant[] {
  const taken = new Set<string>();
  const named = (wanted: string): string => {
    let name = wanted.slice(0, 100);
    for (let number = 2; taken.has(name); number += 1) name = `${wanted.slice(0, 90)} (${number})`;
    taken.add(name);
    return name;
  };
  const all = providers.flatMap((provider) =>
    prompts
      .filter(({ label }) => provider.prompts === undefined || provider.prompts.some((one) => matches(one, label)))
      .map((prompt) => {
        const model = provider.label ?? provider.id;
        const text = prompt.label.replaceAll(/\s+/g, " ").slice(0, 40);
        return { name: named(prompts.length === 1 ? model : `${model} · ${text}`), prompt, provider };
      }),
  );
  return all.filter((variant) => rows.length === 0 || rows.some((row) => runsOn(row, variant)));
}
