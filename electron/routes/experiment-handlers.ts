import type { Engine } from "@engine/engine.ts";
import type { experimentRoutes } from "@shared/contract/experiment-routes.ts";
import type { Routes } from "@shared/contract/routes.ts";
import type { HandlersFor } from "./dispatch.ts";
import { sequenceEvents } from "./sequence-events.ts";

type ExperimentHandlers = Pick<HandlersFor<Routes>, keyof typeof experimentRoutes>;

/** The routes of experiments. */
export function experimentHandlers({ experiments }: Pick<Engine, "experiments">): ExperimentHandlers {
  return {
    "experiments.list": () => experiments.list(),
    "experiments.watch": (_input, { signal }) => sequenceEvents(experiments.watch(signal)),
    "experiments.check": ({ setup, earlier, fileRows }, { signal }) =>
      experiments.check(setup, signal, earlier, fileRows),
    "experiments.preview": ({ setup, row, variant }, { signal }) => experiments.preview(setup, row, variant, signal),
    "experiments.forecast": ({ setup, earlier, fileRows }, { signal }) =>
      experiments.forecast(setup, signal, earlier, fileRows),
    "experiments.tryEvaluators": ({ setup, row, answer, asksJudges }, { signal }) =>
      experiments.tryEvaluators(setup, row, answer, asksJudges, signal),
    "experiments.start": ({ setup, allowsLeftOut, earlier, fileRows }, { signal }) =>
      experiments.start(setup, allowsLeftOut, signal, earlier, fileRows),
    "experiments.pause": ({ jobId }) => experiments.pause(jobId),
    "experiments.resume": ({ jobId }) => experiments.resume(jobId),
    "experiments.stop": ({ jobId }) => experiments.stop(jobId),
    "experiments.retry": ({ jobId, states }) => experiments.retry(jobId, states),
    "experiments.scoreAgain": ({ jobId }) => experiments.scoreAgain(jobId),
    "experiments.remove": async ({ jobId }) => {
      await experiments.remove(jobId);
      return null;
    },
    "experiments.report": ({ jobId }) => experiments.report(jobId),
    "experiments.columns": ({ jobId }) => experiments.columns(jobId),
    "experiments.rows": ({ jobId, view, from, count }) => experiments.rows(jobId, view, from, count),
    "experiments.cell": ({ jobId, ...place }) => experiments.cell(jobId, place),
    "experiments.changes": ({ jobId }, { signal }) => sequenceEvents(experiments.changes(jobId, signal)),
    "experiments.rate": ({ jobId, rating, ...place }) => experiments.rate(jobId, place, rating),
    "experiments.export": ({ jobId, format }, { signal }) => experiments.export(jobId, format, signal),
    "experiments.setups": () => experiments.setups(),
    "experiments.keepSetup": (setup) => experiments.keepSetup(setup),
    "experiments.forgetSetup": async ({ id }) => {
      await experiments.forgetSetup(id);
      return null;
    },
    "experiments.setupOf": ({ jobId }, { signal }) => experiments.setupOf(jobId, signal),
    "experiments.readFile": ({ name, text }, { signal }) => experiments.readFile(name, text, signal),
    "experiments.readPath": ({ path }, { signal }) => experiments.readPath(path, signal),
    "experiments.startFile": ({ path, allowsLeftOut, shown }, { signal }) =>
      experiments.startFile(path, allowsLeftOut, signal, shown),
    "experiments.takeStore": ({ path }) => experiments.takeStore(path),
    "experiments.rowsOfRuns": (source) => experiments.rowsOfRuns(source),
    "experiments.asYaml": async ({ setup, fileRows }) => ({ yaml: await experiments.asYaml(setup, fileRows) }),
  };
}
