import type { ReadSetup, SetupFinding } from "@shared/domain/experiment/experiment-setup.ts";
import type { ExperimentSpec } from "@shared/domain/experiment/experiment-spec.ts";
import type { Finding, ReadExperiment } from "@shared/domain/experiment/read-experiment.ts";
import { scoreNames } from "@shared/domain/experiment/score-names.ts";
import { makeSpec } from "../make-spec.ts";
import { readExperiment } from "../read-experiment.ts";
import type { SetupOptions } from "./read-setup.ts";
import { findingOf } from "./read-setup.ts";
import { setupOfSpec } from "./setup-of-spec.ts";

/** A config is not asked for values of this process's environment by whoever only looks at it. */
const noEnvironment = () => undefined;

/**
 * A set-up from a file on this machine, with what it names below its folder read into place. A promptfoo config that a
 * set-up cannot say is told as what can be run from its file.
 */
export async function readSetupPath(path: string, options: SetupOptions): Promise<ReadSetup> {
  const outcome = await readExperiment(path, { ...options, environment: noEnvironment });
  if (outcome.read === "error") return { errors: outcome.errors };
  const { experiment } = outcome;
  const made = await makeSpec(experiment, path);
  if ("problems" in made) return { errors: made.problems };
  const { warnings } = experiment;
  const read = setupOfSpec(made.spec);
  if ("setup" in read) return { setup: read.setup, warnings, refusals: made.leftOut };
  const { title, rows, variants } = made.spec;
  return {
    runnable: { title, rows: rows.length, variants: variants.map(({ name }) => name), scores: scoreNames(made.spec) },
    warnings,
    refusals: [...made.leftOut, ...codeOf(experiment)],
  };
}

/** Code of files is shown, and needs the same yes as what is left out, before it runs. */
function codeOf({ codeFiles }: ReadExperiment): Finding[] {
  return codeFiles.map(({ file, line, path, code }) => ({
    file,
    line,
    code: "code-from-file",
    message: `Code of ${path} would run, shut off from network and files:\n${code}`,
  }));
}

/** Freezes what a file says. */
export async function specOfPath(
  path: string,
  options: SetupOptions,
): Promise<{ spec: ExperimentSpec; leftOut: SetupFinding[] } | { problems: SetupFinding[] }> {
  const outcome = await readExperiment(path, { ...options, environment: noEnvironment });
  if (outcome.read === "error") return { problems: outcome.errors.map(findingOf) };
  const made = await makeSpec(outcome.experiment, path);
  if ("problems" in made) return { problems: made.problems.map(findingOf) };
  return { spec: made.spec, leftOut: [...made.leftOut, ...codeOf(outcome.experiment)].map(findingOf) };
}
