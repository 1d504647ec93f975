import { experimentJsonSchema } from "@shared/domain/experiment/experiment-file.ts";
import { boundYoungGeneration } from "../bound-young-generation.ts";
import { type Command, UsageFailure } from "./command.ts";
import { exitCodes } from "./exit-codes.ts";

/** `promptscope experiment ACTION FILE`; what runs is loaded when it is asked for. */
export const experimentCommand: Command = async (words, io, spec) => {
  const [action, ...rest] = words;
  boundYoungGeneration();
  if (action === "show") return (await import("./experiment-show.ts")).showCommand(rest, io, spec);
  if (action === "schema") {
    io.terminal.out(JSON.stringify(experimentJsonSchema(), null, 2));
    return exitCodes.done;
  }
  if (action === "merge") return (await import("./experiment-merge.ts")).mergeExperiment(rest, io, spec);
  const { runExperiment, resumeExperiment, reportExperiment } = await import("./experiment-run.ts");
  if (action === "run") return runExperiment(rest, io, spec);
  if (action === "resume") return resumeExperiment(rest, io, spec);
  if (action === "report") return reportExperiment(rest, io, spec);
  throw new UsageFailure("Say what to do: promptscope experiment run, resume, report, merge or show FILE.");
};
