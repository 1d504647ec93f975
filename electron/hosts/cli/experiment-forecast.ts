import { forecastExperiment } from "@engine/experiments/forecast-experiment.ts";
import type { ExperimentSpec } from "@shared/domain/experiment/experiment-spec.ts";
import { forecastLines } from "@shared/domain/experiment/forecast-words.ts";
import type { CommandIo } from "./command.ts";
import type { ReadWords } from "./read-words.ts";
import type { Session } from "./session.ts";
import { oneLine } from "./terminal.ts";

/** `promptscope experiment run FILE --forecast`: what it comes to; sends nothing to a model and writes nothing down. */
export async function printForecast(
  spec: ExperimentSpec,
  given: ReadWords,
  { runner, findPrice }: Pick<Session, "runner" | "findPrice">,
  { terminal, signal }: CommandIo,
): Promise<void> {
  const forecast = await forecastExperiment(spec, { preview: runner.preview, findPrice }, signal);
  if (given.flag("json")) {
    terminal.out(JSON.stringify(forecast));
    return;
  }
  terminal.out(terminal.paint("bold", oneLine(spec.title)));
  for (const line of forecastLines(forecast)) terminal.out(oneLine(line));
  for (const { name, problem } of forecast.parts) {
    if (problem !== undefined) terminal.note(`${oneLine(name)} cannot be run as things are: ${oneLine(problem)}`);
  }
}
