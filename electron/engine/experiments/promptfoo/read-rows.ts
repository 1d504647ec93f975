import type { ExperimentPrompt, ExperimentRow, RowCheck } from "@shared/domain/experiment/read-experiment.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { type Config, itemsOf, type Part, partIn, partOf, partOfFile } from "./config.ts";
import { fileOf } from "./findings.ts";
import { type CheckContext, readCheck } from "./read-checks.ts";
import { readTransform } from "./read-code.ts";
import { embeddingsOf, judgeOf } from "./read-judges.ts";
import { readTests, type WrittenTest } from "./read-tests.ts";
import { type ExpandedValues, expandValues } from "./read-values.ts";

/** Rows of a config are no more than that after lists in them were multiplied. */
const mostRows = 100_000;

const knownOptions = new Set([
  "transform",
  "provider",
  "rubricPrompt",
  "disableVarExpansion",
  "prefix",
  "suffix",
  "postprocess",
]);
const knownKeys = new Set([
  "vars",
  "assert",
  "description",
  "metadata",
  "options",
  "threshold",
  "provider",
  "providers",
  "prompts",
  "ideal",
  "vars",
]);

/** The rows of a config with their checks, and the models that judge them in the order they are named. */
export async function readPromptfooRows(
  config: Config,
  prompts: readonly ExperimentPrompt[],
): Promise<{ rows: ExperimentRow[]; judges: string[] }> {
  const { findings, source } = config;
  const defaults = await defaultTest(config);
  const base = isJsonObject(defaults.value) ? defaults.value : {};
  const judges = new Set<string>();
  const tests = await readTests(config);
  const hasNone =
    tests.length === 0 &&
    isJsonObject(source.value) &&
    source.value["tests"] === undefined &&
    source.value["scenarios"] === undefined;
  if (hasNone) {
    const plain =
      prompts.length > 0 &&
      prompts.every(({ kind, ...one }) => kind === "template" && !/\{[{%]/.test("raw" in one ? one.raw : ""));
    if (plain) tests.push({ value: {}, placeOf: () => source.placeOf([]) });
    else
      findings.warn(
        source.placeOf([]),
        "no-tests",
        "There are no tests in the file: there is nothing to fill the prompts with.",
      );
  }
  const environment = environmentOf(config, prompts, tests);
  const rows: ExperimentRow[] = [];
  for (const test of tests) {
    for (const row of await rowsOf(test, base, defaults, judges, config)) {
      if (rows.length >= mostRows) {
        findings.refuse(test.placeOf(), "too-many-rows", `Beyond ${mostRows} rows nothing is read.`);
        return { rows, judges: [...judges] };
      }
      if (environment) row.filled = { ...(row.filled ?? row.variables), env: environment };
      rows.push({ ...row, id: String(rows.length + 1) });
    }
  }
  return { rows, judges: [...judges] };
}

async function defaultTest(config: Config): Promise<Part> {
  const part = partOf(config, "defaultTest");
  const path = fileOf(part.value);
  return path === undefined ? part : ((await partOfFile(config, path, part.placeOf())) ?? { ...part, value: null });
}

async function rowsOf(
  test: WrittenTest,
  base: JsonObject,
  defaults: Part,
  judges: Set<string>,
  config: Config,
): Promise<ExperimentRow[]> {
  const { value } = test;
  const part: Part = { value, placeOf: test.placeOf };
  const options = { ...objectIn(base, "options"), ...objectIn(value, "options") };
  reviewKeys(part, config);
  const values = await expandValues(part, objectIn(base, "vars"), options["disableVarExpansion"] === true, config);
  const context: CheckContext = {
    judge: judgeOf(options["provider"]),
    rubricPrompt: options["rubricPrompt"],
    vectorModel: embeddingsOf(options["provider"]),
    transforms: transformsOf(part, defaults, config),
  };
  const checks: RowCheck[] = [];
  const groups: Part[] = [partIn(defaults, "assert"), partIn(part, "assert")];
  for (const item of groups.flatMap(itemsOf)) {
    const check = await readCheck(item, context, config);
    if (!check) continue;
    if (/^(?:not-)?llm-rubric$/.test(String(check.written["type"]))) {
      const judge = judgeOf(check.written["provider"]) ?? judgeOf(options["provider"]);
      if (judge !== undefined) judges.add(judge);
    }
    checks.push(check);
  }
  const row = restOf(test, base, checks);
  return values.map((one) => ({ ...row, ...withAffixes(one, options) }));
}

/** Of the test, else of all tests; `postprocess` is its old name. */
function transformsOf(part: Part, defaults: Part, config: Config): string[] | null {
  for (const place of [partIn(part, "options"), partIn(defaults, "options")]) {
    for (const key of ["transform", "postprocess"]) {
      const read = readTransform(place, key, config);
      if (read === null || read.length > 0) return read;
    }
  }
  return [];
}

/** What all rows of a test have alike. */
function restOf(
  { value, number }: WrittenTest,
  base: JsonObject,
  checks: RowCheck[],
): Omit<ExperimentRow, "variables"> {
  const { description, threshold = base["threshold"], ideal } = value;
  const metadata = { ...objectIn(base, "metadata"), ...objectIn(value, "metadata") };
  for (const key of ["name", "prompt"]) if (value[key] !== undefined) metadata[key] = value[key] ?? null;
  const named = typeof description === "string" ? description : number;
  const only = onlyOf(value);
  return {
    id: "",
    ...(named === undefined ? {} : { description: named }),
    placeholders: {},
    ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
    ...(typeof threshold === "number" ? { threshold } : {}),
    ...(ideal === undefined ? {} : { expected: ideal }),
    ...(only ? { only } : {}),
    checks,
  };
}

function onlyOf({ prompts, provider, providers }: JsonObject): ExperimentRow["only"] {
  const names = (value: JsonValue | undefined) =>
    Array.isArray(value) ? value.map(String) : typeof value === "string" ? [value] : undefined;
  const [first, second] = [names(prompts), names(providers) ?? names(provider)];
  if (!first && !second) return undefined;
  return { ...(first ? { prompts: first } : {}), ...(second ? { providers: second } : {}) };
}

/** `prefix` and `suffix` stand around the prompt; they are kept for whoever fills it. */
function withAffixes(
  { variables, filled }: ExpandedValues,
  { prefix, suffix }: JsonObject,
): Pick<ExperimentRow, "variables" | "filled" | "around"> {
  const around = typeof prefix === "string" || typeof suffix === "string";
  return {
    variables,
    ...(filled ? { filled } : {}),
    ...(around ? { around: [String(prefix ?? ""), String(suffix ?? "")] as [string, string] } : {}),
  };
}

function reviewKeys(part: Part, { findings }: Config): void {
  if (!isJsonObject(part.value)) return;
  for (const key of Object.keys(part.value)) {
    if (knownKeys.has(key)) continue;
    const kept = key === "name" || key === "prompt" ? "is kept as metadata; promptfoo does not use it" : "is not used";
    findings.warn(part.placeOf(key), "unknown-key", `“${key}” of a test ${kept}.`);
  }
  const options = part.value["options"];
  if (!isJsonObject(options)) return;
  for (const key of Object.keys(options)) {
    if (!knownOptions.has(key)) findings.warn(part.placeOf("options", key), "option", `The option ${key} is not used.`);
  }
}

function objectIn(value: JsonObject, key: string): JsonObject {
  const inside = value[key];
  return isJsonObject(inside) ? inside : {};
}

/** The variables of the environment that prompts and values name; those that are not set are told by name. */
function environmentOf(
  config: Config,
  prompts: readonly ExperimentPrompt[],
  tests: readonly WrittenTest[],
): JsonObject | undefined {
  const texts = [
    ...prompts.map((prompt) => ("raw" in prompt ? prompt.raw : "")),
    ...tests.map(({ value }) => JSON.stringify(value["vars"] ?? "")),
  ];
  const names = new Set(
    texts.flatMap((text) =>
      [...text.matchAll(/\benv(?:\.(\w+)|\[\\?["'](\w+)\\?["']\])/g)].map(([, a, b]) => a ?? b ?? ""),
    ),
  );
  if (names.size === 0) return undefined;
  const missing = [...names].filter((name) => config.env(name) === undefined);
  if (missing.length > 0) {
    config.findings.warn(
      config.source.placeOf([]),
      "environment",
      `These variables are not set: ${missing.join(", ")}.`,
    );
  }
  return Object.fromEntries(
    [...names].flatMap((name) => {
      const value = config.env(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
