import { createHash } from "node:crypto";
import type { ReadSetup, SetupFinding } from "@shared/domain/experiment/experiment-setup.ts";
import type { ExperimentSpec } from "@shared/domain/experiment/experiment-spec.ts";
import type { Finding, ReadExperiment } from "@shared/domain/experiment/read-experiment.ts";
import { scoreNames } from "@shared/domain/experiment/score-names.ts";
import { makeSpec } from "../make-spec.ts";
import { readExperiment } from "../read-experiment.ts";
import type { SetupOptions } from "./read-setup.ts";
import { findingOf } from "./read-setup.ts";
import { wholeSetup } from "./setup-of-spec.ts";

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
  const { title, rows, variants } = made.spec;
  const found = await wholeSetup(made.spec, options.signal);
  // A file with more rows is run as it stands: they go from the file into the store, and through no table in the window.
  if ("setup" in found && found.setup) return { setup: found.setup, warnings, refusals: made.leftOut };
  const refusals = [...made.leftOut, ...codeOf(experiment)];
  const names = variants.map(({ name }) => name);
  return {
    runnable: {
      title,
      rows: rows.length,
      variants: names,
      scores: scoreNames(made.spec),
      shown: hashOf(made.spec, refusals),
    },
    warnings,
    refusals,
  };
}

/** What a person sees of a file before he runs it as it is: all of it but the rows, which are data. */
function hashOf({ rows, ...spec }: ExperimentSpec, refusals: readonly Finding[]): string {
  const seen = JSON.stringify([spec, rows.length, refusals.map(findingOf)]);
  return createHash("sha256").update(seen).digest("hex");
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

/** Freezes what a file says, with a hash of what was to be seen of it. */
export async function specOfPath(
  path: string,
  options: SetupOptions,
): Promise<{ spec: ExperimentSpec; leftOut: SetupFinding[]; shown: string } | { problems: SetupFinding[] }> {
  const outcome = await readExperiment(path, { ...options, environment: noEnvironment });
  if (outcome.read === "error") return { problems: outcome.errors.map(findingOf) };
  const made = await makeSpec(outcome.experiment, path);
  if ("problems" in made) return { problems: made.problems.map(findingOf) };
  const refusals = [...made.leftOut, ...codeOf(outcome.experiment)];
  return { spec: made.spec, leftOut: refusals.map(findingOf), shown: hashOf(made.spec, refusals) };
}
