import type { RowList } from "@shared/domain/dataset/row-list.ts";
import type { ExperimentSetup, SetupFinding } from "@shared/domain/experiment/experiment-setup.ts";
import type { ReadExperiment } from "@shared/domain/experiment/read-experiment.ts";
import type { SetupRow } from "@shared/domain/experiment/setup/setup-rows.ts";
import { asJson } from "@shared/domain/json/as-json.ts";
import { type MadeSpec, makeSpec } from "../make-spec.ts";
import { readExperimentFile } from "../read-experiment-file.ts";
import type { DatasetSources } from "../reading/dataset-bytes.ts";
import { FileRefusal, type FilesBelow } from "../reading/files-below.ts";
import type { OpenPrompt } from "../reading/read-prompt.ts";
import type { YamlSource } from "../reading/yaml-source.ts";

/** A set-up lies in no folder: whatever file it names is refused. */
const noFiles: FilesBelow = {
  folder: "/",
  place: refuse,
  read: refuse,
  text: refuse,
  find: refuse,
  exists: () => Promise.resolve(false),
};

function refuse(path: string): Promise<never> {
  return Promise.reject(new FileRefusal(`A set-up names no files, and ${path} is one.`));
}

/** Where a finding is of a set-up: in none of its lines. */
const setupName = "set-up";

export interface SetupOptions extends DatasetSources {
  openPrompt: OpenPrompt;
  /** In place of the rows that stand in the set-up, which are the first of these. */
  rows?: RowList<SetupRow>;
  signal: AbortSignal;
}

/** Reads a set-up as a file is read. */
export async function readSetup(
  setup: ExperimentSetup,
  options: SetupOptions,
): Promise<{ experiment: ReadExperiment } | { problems: SetupFinding[] }> {
  const source: YamlSource = {
    file: setupName,
    value: asJson(setup),
    placeOf: () => ({ file: setupName, line: 1, column: 1 }),
  };
  const outcome = await readExperimentFile(source, { ...options, files: noFiles });
  return outcome.read === "error" ? { problems: outcome.errors.map(findingOf) } : { experiment: outcome.experiment };
}

/** Freezes a set-up. */
export async function specOfSetup(
  setup: ExperimentSetup,
  options: SetupOptions,
): Promise<(MadeSpec & { experiment: ReadExperiment }) | { problems: SetupFinding[] }> {
  const read = await readSetup(setup, options);
  if ("problems" in read) return read;
  const made = await makeSpec(read.experiment, setupName);
  return "problems" in made ? { problems: made.problems.map(findingOf) } : { ...made, experiment: read.experiment };
}

export function findingOf({ code, message }: SetupFinding): SetupFinding {
  return { code, message };
}

/** A set-up with one of its rows, and what is asked of it; what is shown of a row must not wait for 100 000 others. */
export function oneRow(setup: ExperimentSetup, row: number, variant?: string): ExperimentSetup | undefined {
  const chosen = setup.dataset.rows?.[row];
  if (!chosen) return undefined;
  const variants = variant === undefined ? setup.variants : setup.variants.filter(({ name }) => name === variant);
  if (variants.length === 0) return undefined;
  const { base: _base, gates: _gates, verdict: _verdict, ...rest } = setup;
  return { ...rest, variants, dataset: { ...setup.dataset, rows: [chosen] } };
}
