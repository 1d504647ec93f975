import { readFile, stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import type { ExperimentOutcome } from "@shared/domain/experiment/read-experiment.ts";
import { isJsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { readPromptfoo } from "./promptfoo/read-promptfoo.ts";
import { readExperimentFile } from "./read-experiment-file.ts";
import type { DatasetSources } from "./reading/dataset-bytes.ts";
import { filesBelow, folderOf } from "./reading/files-below.ts";
import type { OpenPrompt } from "./reading/read-prompt.ts";
import { readYaml } from "./reading/yaml-source.ts";

export interface ReadExperimentOptions extends DatasetSources {
  openPrompt: OpenPrompt;
  /** What `{{env.X}}` names; asked for single names only. */
  environment: (name: string) => string | undefined;
  signal: AbortSignal;
}

const programs = /\.(?:[cm]?js|[cm]?ts|py)$/;

/**
 * Reads an experiment from a file: `experiment.yaml`, or a promptfoo config, which is known by its keys. Sends nothing to
 * a model; prompts of libraries come through `openPrompt`.
 * @throws AbortError
 */
export async function readExperiment(path: string, options: ReadExperimentOptions): Promise<ExperimentOutcome> {
  const file = basename(path);
  const fail = (code: string, message: string): ExperimentOutcome => ({
    read: "error",
    errors: [{ file, line: 1, code, message }],
  });
  if (programs.test(file)) {
    return fail("program", `${file} is a program and is not run. Paste the config it prints as YAML or JSON.`);
  }
  let text: string;
  try {
    const found = await stat(path);
    if (!found.isFile()) return fail("not-found", `${file} is no file.`);
    text = await readFile(resolve(path), { encoding: "utf8", signal: options.signal });
  } catch (error) {
    options.signal.throwIfAborted();
    return fail("not-found", `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
  const yaml = readYaml(text, file);
  if ("errors" in yaml) return { read: "error", errors: yaml.errors };
  const { source } = yaml;
  if (!isJsonObject(source.value))
    return fail("no-experiment", `${file} holds no experiment: it is no mapping of keys.`);
  const inside = { ...options, files: filesBelow(folderOf(path), options.signal) };
  return isPromptfoo(source.value, file) ? readPromptfoo(source, inside) : readExperimentFile(source, inside);
}

const promptfooKeys = ["prompts", "providers", "targets", "tests", "scenarios", "defaultTest"];

function isPromptfoo(value: JsonValue, file: string): boolean {
  if (!isJsonObject(value) || Object.hasOwn(value, "variants")) return false;
  return /^promptfooconfig\b/.test(file) || promptfooKeys.some((key) => Object.hasOwn(value, key));
}
