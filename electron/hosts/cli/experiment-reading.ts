import { firstRequestOf } from "@engine/experiments/judging/judge-request.ts";
import { makeSpec } from "@engine/experiments/make-spec.ts";
import { readExperiment } from "@engine/experiments/read-experiment.ts";
import { datasetReader } from "@engine/libraries/open-dataset.ts";
import { openProfileRows } from "@engine/profile-rows.ts";
import type { Runner } from "@engine/runner.ts";
import { resolveProfileDirectory } from "@engine/store/profile-directory.ts";
import { nameOf } from "@shared/domain/experiment/evaluator.ts";
import { type ExperimentSpec, expandExperiment, isRun } from "@shared/domain/experiment/experiment-spec.ts";
import { modelsAskedBy } from "@shared/domain/experiment/score-names.ts";
import type { RunRequest } from "@shared/domain/run/run.ts";
import type { CommandIo } from "./command.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { isCodeAllowed } from "./experiment-code.ts";
import { tell } from "./experiment-show.ts";
import type { ReadWords } from "./read-words.ts";
import { tellError } from "./tell-failure.ts";
import { oneLine } from "./terminal.ts";

/** What an experiment needs before its first call: read whole, frozen, with a key for every model; else how it ends. */
export async function readForRun(
  file: string,
  given: ReadWords,
  runner: Runner,
  { terminal, signal, variables }: CommandIo,
): Promise<{ spec: ExperimentSpec } | { exit: ExitCode }> {
  const profile = openProfileRows(resolveProfileDirectory(variables), runner.libraries);
  const outcome = await readExperiment(file, {
    openPrompt: (ref) =>
      runner.libraries.open(ref.library, {}, ref.connection).get(ref, { resolve: true, refresh: false }, { signal }),
    openDataset: datasetReader(runner.libraries, signal),
    kept: profile.rows,
    environment: (name) => variables[name],
    signal,
  }).finally(profile.close);
  if (outcome.read === "error") {
    tell(outcome.errors, "error", terminal);
    return { exit: exitCodes.configuration };
  }
  tell(outcome.experiment.warnings, "warning", terminal);
  const made = await makeSpec(outcome.experiment, file);
  if ("problems" in made) {
    tell(made.problems, "error", terminal);
    return { exit: exitCodes.configuration };
  }
  if (made.leftOut.length > 0) {
    tell(made.leftOut, "left out", terminal);
    if (!given.flag("allow-unsupported")) {
      const parts = made.leftOut.length === 1 ? "1 part is" : `${made.leftOut.length} parts are`;
      terminal.note(
        `${parts} left out, which makes a gate weaker. Mend the file, or run the rest with --allow-unsupported.`,
      );
      return { exit: exitCodes.usage };
    }
  }
  // A forecast needs no key.
  if (given.flag("forecast")) return { spec: made.spec };
  if (!isCodeAllowed(outcome.experiment.codeFiles, given, terminal)) return { exit: exitCodes.usage };
  const exit = await missingKey(made.spec, runner, signal, terminal);
  return exit === undefined ? { spec: made.spec } : { exit };
}

/** The first request of each variant is built and not sent: a key that is missing is not a failure of a variant. */
async function missingKey(
  spec: ExperimentSpec,
  runner: Runner,
  signal: AbortSignal,
  terminal: CommandIo["terminal"],
): Promise<ExitCode | undefined> {
  for (const { name, request, apiBase } of firstRequests(spec)) {
    const { error } = await runner.preview(request, { signal }, apiBase === undefined ? {} : { apiBase });
    if (!error) continue;
    tellError(error, terminal);
    terminal.note(`Nothing was sent: ${oneLine(name)} cannot be run.`);
    return error.code === "credential_missing" || error.code === "secret_locked"
      ? exitCodes.skipped
      : exitCodes.configuration;
  }
  return undefined;
}

/** One request of each variant and of each judge. */
function firstRequests(spec: ExperimentSpec): { name: string; request: RunRequest; apiBase?: string | undefined }[] {
  const firsts = spec.variants.flatMap((variant) => {
    const { name, apiBase } = variant;
    const row = spec.rows.find((one) => isRun(one, variant));
    if (!row) return [];
    // Of one row alone: of 100 000 not all requests are made for the first.
    const { extends: _extends, shard: _shard, ...whole } = spec;
    const [cell] = expandExperiment({ ...whole, rows: [row], variants: [variant], repetitions: 1 }, "preview");
    return cell ? [{ name, request: cell.request, apiBase }] : [];
  });
  const judges = modelsAskedBy(spec).map((judge) => {
    const request = firstRequestOf(judge);
    return { name: `the ${judge.type === "cosine" ? "check" : "judge"} ${nameOf(judge)}`, request };
  });
  return [...firsts, ...judges];
}
