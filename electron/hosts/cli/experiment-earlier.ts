import { extendExperiment, reuseAnswers } from "@engine/experiments/extend-spec.ts";
import { inSteps } from "@engine/time/in-steps.ts";
import {
  type ExperimentSpec,
  expandExperiment,
  experimentSpecSchema,
} from "@shared/domain/experiment/experiment-spec.ts";
import type { CommandIo } from "./command.ts";
import type { CommandExperiments } from "./experiment-store.ts";
import type { ReadWords } from "./read-words.ts";
import { oneLine } from "./terminal.ts";

/** An experiment, and whether nothing of it is left to be sent. */
export interface JoinedExperiment {
  spec: ExperimentSpec;
  /** How many cells it has. */
  cells: number;
  isAnswered: boolean;
}

/** `--add` and `--reuse`: an experiment with what an earlier one has answered; undefined where that does not go. */
export async function joinEarlier(
  frozen: ExperimentSpec,
  jobId: string,
  given: ReadWords,
  { jobs, storage }: Pick<CommandExperiments, "jobs" | "storage">,
  { terminal, signal }: Pick<CommandIo, "terminal" | "signal">,
): Promise<JoinedExperiment | undefined> {
  const { spec: stored } = await jobs.get(jobId);
  const cells = await storage.jobs.cells(jobId, false);
  const earlier = { jobId, spec: experimentSpecSchema().parse(stored), cells };
  const made = given.flag("add")
    ? await inSteps(extendExperiment(frozen, earlier), signal)
    : { spec: await inSteps(reuseAnswers(frozen, earlier), signal) };
  if ("problem" in made) {
    terminal.note(`Nothing can be added to the newest experiment: ${oneLine(made.problem)}. Run it as a new one.`);
    return undefined;
  }
  const taken = Object.keys(made.spec.reused ?? {}).length;
  const all = expandExperiment(made.spec, "").length;
  terminal.note(`${taken} of ${all} cells have been answered before and are not sent again.`);
  return { spec: made.spec, cells: all, isAnswered: taken === all };
}
