import { basename } from "node:path";
import type { RowList } from "@shared/domain/dataset/row-list.ts";
import { asksModel, type Evaluator, isJudge, isMetric, nameOf } from "@shared/domain/experiment/evaluator.ts";
import { type ExperimentFile, experimentFileSchema } from "@shared/domain/experiment/experiment-file.ts";
import { readGate } from "@shared/domain/experiment/gate.ts";
import type {
  ExperimentOutcome,
  ExperimentPrompt,
  ExperimentProvider,
  ExperimentVariant,
  Finding,
  ReadExperiment,
} from "@shared/domain/experiment/read-experiment.ts";
import type { SetupRow } from "@shared/domain/experiment/setup/setup-rows.ts";
import { isJsonObject, type JsonObject } from "@shared/domain/json/json.ts";
import type { ZodError } from "zod";
import { readRows } from "./read-rows.ts";
import type { DatasetSources } from "./reading/dataset-bytes.ts";
import type { FilesBelow } from "./reading/files-below.ts";
import { filesInPlace } from "./reading/files-in-place.ts";
import { type OpenPrompt, readPrompt } from "./reading/read-prompt.ts";
import type { Place, YamlSource } from "./reading/yaml-source.ts";

export interface ReadOptions extends DatasetSources {
  files: FilesBelow;
  /** Asked for prompts of libraries; undefined where one is not to be asked now. */
  openPrompt: OpenPrompt;
  /** In place of the rows that stand in the file. */
  rows?: RowList<SetupRow>;
  signal: AbortSignal;
}

const usual = { seed: 1, delta: 0.05, alpha: 0.05, score: "pass" };

/** Reads an `experiment.yaml`. Nothing of it is read where something in it is wrong: every mistake is told at once. */
export async function readExperimentFile(source: YamlSource, options: ReadOptions): Promise<ExperimentOutcome> {
  const inPlace = await filesInPlace(source, options.files);
  if ("errors" in inPlace) return { read: "error", errors: inPlace.errors };
  const parsed = experimentFileSchema().safeParse(inPlace.value);
  if (!parsed.success) return { read: "error", errors: findingsOf(parsed.error, source) };
  const file = parsed.data;
  const errors: Finding[] = crossChecks(file, source);
  const warnings: Finding[] = [];
  const tell = (list: Finding[], code: string, path: readonly PropertyKey[], message: string) =>
    list.push({ ...source.placeOf(path), code, message });

  const prompts: ExperimentPrompt[] = [];
  const variants: ExperimentVariant[] = [];
  for (const [index, { name, prompt, model, api, betas, parameters = {} }] of file.variants.entries()) {
    const read = await readPrompt(prompt, `${basename(source.file)}#${name}`, options);
    if ("problem" in read) {
      tell(errors, "prompt", ["variants", index, "prompt"], read.problem);
      continue;
    }
    const provider: ExperimentProvider = {
      id: name,
      parameters,
      ...(api === undefined ? {} : { api }),
      ...(betas === undefined ? {} : { betas }),
    };
    const isGiven = read.prompt.kind === "given";
    if (isGiven && (model !== undefined || Object.keys(parameters).length > 0))
      tell(errors, "model", ["variants", index], `“${name}” has answers already: no model is called for it.`);
    const chosen = model ?? modelOf(read.prompt);
    if (chosen !== undefined) provider.model = chosen;
    else if (read.prompt.kind === "content") {
      tell(errors, "model", ["variants", index], `“${name}” names no model, and neither does its prompt's config.`);
    }
    prompts.push(read.prompt);
    variants.push({ name, prompt: read.prompt, provider });
  }
  if (errors.length > 0) return { read: "error", errors };

  const evaluators = await Promise.all(
    (file.evaluators ?? []).map((evaluator, index) =>
      withPrompt(withOther(evaluator, file), source.placeOf(["evaluators", index, "prompt"]), options, errors),
    ),
  );
  if (errors.length > 0) return { read: "error", errors };
  const checks = evaluators.map((evaluator, index) => ({
    written: writtenAt(source, index),
    ...lineOf(source, ["evaluators", index]),
    evaluator,
  }));
  const read = await readRows(file.dataset, source, prompts, checks, options);
  if ("errors" in read) return { read: "error", errors: read.errors };
  warnings.push(...read.warnings);
  const experiment: ReadExperiment = {
    form: "experiment",
    name: file.name,
    prompts,
    providers: variants.map(({ provider }) => provider),
    variants,
    rows: read.rows,
    repetitions: file.repetitions ?? 1,
    seed: file.seed ?? usual.seed,
    verdict: {
      score: file.verdict?.score ?? usual.score,
      delta: file.verdict?.delta ?? usual.delta,
      alpha: file.verdict?.alpha ?? usual.alpha,
      ...(file.verdict?.stop_when_decided ? { stopWhenDecided: true } : {}),
    },
    limits: given(file.limits ?? {}),
    gates: (file.gates ?? []).flatMap((text) => readGate(text) ?? []),
    judges: [...new Set(evaluators.flatMap((one) => (asksModel(one) ? [one.model] : [])))],
    codeFiles: inPlace.codeFiles,
    warnings,
    refusals: read.refusals,
    ...(file.base === undefined ? {} : { base: file.base }),
  };
  return { read: warnings.length + read.refusals.length > 0 ? "warn" : "ok", experiment };
}

/** Of two answers the other is the base's, unless it says which. */
function withOther(evaluator: Evaluator, { base, variants }: ExperimentFile): Evaluator {
  if (evaluator.type !== "judge-pairwise" || evaluator.value !== undefined) return evaluator;
  return { ...evaluator, against: evaluator.against ?? base ?? variants[0]?.name ?? "" };
}

/** The prompt of a judge, read into its place. */
async function withPrompt(
  evaluator: Evaluator,
  place: Place,
  options: ReadOptions,
  errors: Finding[],
): Promise<Evaluator> {
  if (!isJudge(evaluator) || evaluator.prompt === undefined) return evaluator;
  const read = await readPrompt(evaluator.prompt, `judge ${nameOf(evaluator)}`, options);
  const isOfOtherKind =
    "prompt" in read &&
    (read.prompt.kind === "given" || (read.prompt.kind === "content" && read.prompt.templateFormat !== undefined));
  if ("problem" in read || isOfOtherKind) {
    const message = "problem" in read ? read.problem : "The prompt of a judge is one of Langfuse's kind.";
    errors.push({ ...place, code: "prompt", message });
    return evaluator;
  }
  if (read.prompt.kind !== "content") return evaluator;
  const { prompt, config } = read.prompt.content;
  const settings = isJsonObject(config) ? { config } : {};
  return {
    ...evaluator,
    prompt: { ...(typeof prompt === "string" ? { text: prompt } : { messages: prompt }), ...settings },
  };
}

/** A figure without a rule that makes a pass of it. */
function isMeasured(evaluator: Evaluator): boolean {
  return isMetric(evaluator.type) && (!("pass" in evaluator) || evaluator.pass === undefined);
}

function lineOf(source: YamlSource, path: readonly PropertyKey[]): { file: string; line: number } {
  const { file, line } = source.placeOf(path);
  return { file, line };
}

function writtenAt({ value }: YamlSource, index: number): JsonObject {
  const list = isJsonObject(value) ? value["evaluators"] : undefined;
  const one = Array.isArray(list) ? list[index] : undefined;
  return isJsonObject(one) ? one : {};
}

function given({ cost, calls, concurrency }: NonNullable<ExperimentFile["limits"]>): ReadExperiment["limits"] {
  return {
    ...(cost === undefined ? {} : { cost }),
    ...(calls === undefined ? {} : { calls }),
    ...(concurrency === undefined ? {} : { concurrency }),
  };
}

function modelOf(prompt: ExperimentPrompt): string | undefined {
  const model =
    prompt.kind === "content" && isJsonObject(prompt.content.config) ? prompt.content.config["model"] : undefined;
  return typeof model === "string" && model !== "" ? model : undefined;
}

/** What no schema can say: names that must be there, and be there once. */
function crossChecks(file: ExperimentFile, source: YamlSource): Finding[] {
  const found: Finding[] = [];
  const tell = (path: readonly PropertyKey[], message: string) =>
    found.push({ ...source.placeOf(path), code: "name", message });
  const names = file.variants.map(({ name }) => name);
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) < index) tell(["variants", index, "name"], `There is another variant “${name}”.`);
  }
  if (file.base !== undefined && !names.includes(file.base)) tell(["base"], `There is no variant “${file.base}”.`);
  const scores = new Map<string, number>();
  for (const [index, evaluator] of (file.evaluators ?? []).entries()) {
    const name = evaluator.name ?? evaluator.type;
    if (scores.has(name)) {
      tell(["evaluators", index], `There is another score “${name}”: give one of them a name of its own.`);
    }
    if (evaluator.type === "judge-pairwise" && evaluator.against !== undefined && !names.includes(evaluator.against)) {
      tell(["evaluators", index, "against"], `There is no variant “${evaluator.against}”.`);
    }
    if (name === "pass") tell(["evaluators", index], "“pass” is the score of the whole row: choose another name.");
    scores.set(name, index);
  }
  const knows = (score: string) => score === "pass" || scores.has(score);
  const score = file.verdict?.score;
  if (score !== undefined && !knows(score)) tell(["verdict", "score"], `There is no score “${score}”.`);
  const measured = file.evaluators?.find((one) => nameOf(one) === score);
  if (measured && isMeasured(measured)) {
    tell(
      ["verdict", "score"],
      `“${score}” measures: a verdict is about passes, or a score from 0 to 1. Give it a rule under pass.`,
    );
  }
  for (const [index, text] of (file.gates ?? []).entries()) {
    const gate = readGate(text);
    if (!gate) continue;
    const named = gate.kind === "figure" ? [gate.variant] : [gate.variant, gate.base];
    for (const name of named.filter((one) => !names.includes(one))) {
      tell(["gates", index], `There is no variant “${name}”.`);
    }
    if (gate.kind === "figure" && !knows(gate.score)) tell(["gates", index], `There is no score “${gate.score}”.`);
  }
  return found;
}

/** Every mistake with its line; of a key that is not known, the key's. */
function findingsOf(error: ZodError<unknown>, source: YamlSource): Finding[] {
  return error.issues.flatMap((issue) => {
    const where = issue.path.map(String).join(".");
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        ...source.placeOf([...issue.path, key]),
        code: "unknown-key",
        message: `“${key}” is not known${where === "" ? "" : ` in ${where}`}.`,
      }));
    }
    const message = `${where === "" ? "The file" : where}: ${issue.message}.`;
    return [{ ...source.placeOf(issue.path), code: issue.code, message }];
  });
}
