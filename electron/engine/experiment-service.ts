import { basename, isAbsolute, join } from "node:path";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { RunsSource } from "@shared/domain/experiment/dataset-source.ts";
import type {
  ExperimentSetup,
  JoinedEarlier,
  KeptSetup,
  ReadSetup,
  SetupFinding,
} from "@shared/domain/experiment/experiment-setup.ts";
import { experimentKind } from "@shared/domain/experiment/experiment-spec.ts";
import type { ExperimentSummary } from "@shared/domain/experiment/experiment-summary.ts";
import type { FileRows } from "@shared/domain/experiment/setup/file-rows.ts";
import type { JobMark } from "@shared/domain/job/job.ts";
import type { JsonObject } from "@shared/domain/json/json.ts";
import { lazily } from "@shared/domain/late/lazily.ts";
import type { PromptIdentity, PromptRef } from "@shared/domain/prompt/prompt.ts";
import type { SavedInput } from "@shared/domain/prompt/saved-input.ts";
import type { RunPreview, RunRecord, RunRequest } from "@shared/domain/run/run.ts";
import type { CallCredentials } from "./credentials/call-credentials.ts";
import { createRowsFiles, type RowsFiles } from "./datasets/rows-files.ts";
import type { EarlierAnswers, ForecastPorts } from "./experiments/forecast-experiment.ts";
import type { CommandAnswers } from "./experiments/live/command-answers.ts";
import { createExperiments, type Experiments } from "./experiments/live/experiments.ts";
import type { KeptRows } from "./experiments/reading/kept-rows.ts";
import type { Setups } from "./experiments/setup/setups.ts";
import { asked } from "./experiments/store/asked.ts";
import type { TakenStore } from "./experiments/store/take-store-over.ts";
import { hasHistory } from "./history/has-history.ts";
import type { History } from "./history/history.ts";
import { lookAtSpec } from "./jobs/job-kinds.ts";
import { thisProcess } from "./jobs/owner.ts";
import { datasetReader } from "./libraries/open-dataset.ts";
import type { PromptLibraries } from "./libraries/registry.ts";
import type { CallIo, Clock } from "./ports.ts";
import { rowsFolder } from "./store/backed-up.ts";

/** Experiments of a profile with the set-ups they are started from. */
export interface ExperimentService
  extends Omit<Experiments, "start" | "earlier" | keyof CommandAnswers>,
    Omit<Setups, "freeze" | "freezeFile"> {
  /** Files whose rows are set up. */
  rowsFiles: RowsFiles;
  /** Starts one whose set-up has no problem and, unless that is allowed, leaves nothing out. */
  start(
    setup: ExperimentSetup,
    allowsLeftOut: boolean,
    signal: AbortSignal,
    earlier?: JoinedEarlier,
    fileRows?: FileRows,
  ): Promise<{ summary: ExperimentSummary } | { problems: SetupFinding[] } | { leftOut: SetupFinding[] }>;
  /** @param shown what `readPath` gave of the file as it was shown; one that is another by now is shown once more. */
  startFile(
    path: string,
    allowsLeftOut: boolean,
    signal: AbortSignal,
    shown?: string,
  ): ReturnType<ExperimentService["start"]>;
  /** Brings in the experiments of a store of the command line. */
  takeStore(path: string): Promise<TakenStore>;
  setups(): Promise<KeptSetup[]>;
  keepSetup(setup: Omit<KeptSetup, "changedAt">): Promise<KeptSetup>;
  forgetSetup(id: string): Promise<void>;
  setupOf(jobId: string, signal: AbortSignal): Promise<ReadSetup>;
  readFile(name: string, text: string, signal: AbortSignal): Promise<ReadSetup>;
  /** The values of runs that a filter leaves, newest first, each once, with its newest answer. */
  rowsOfRuns(source: RunsSource): Promise<JsonObject[]>;
}

/** What of it is asked from outside: the rest is told it by jobs. */
export type AskedExperiments = Omit<
  ExperimentService,
  "use" | "ended" | "heard" | "besideUsd" | "begun" | "sent" | "retrying" | "close"
>;

export interface ExperimentServicePorts {
  clock: Clock;
  profile: { directory: string; readOnly: boolean };
  libraries: PromptLibraries;
  history: History;
  getRun(id: string): Promise<RunRecord>;
  savedInputs(prompt: PromptIdentity): SavedInput[];
  preview(request: RunRequest, io: CallIo, call?: CallCredentials): Promise<RunPreview>;
  findPrice: NonNullable<ForecastPorts["findPrice"]>;
  /** Makes a call and waits for its end; one of a job is written down as that before it leaves. */
  call(request: RunRequest, signal?: AbortSignal, job?: JobMark): Promise<RunRecord>;
}

/** So long what earlier answers tell is believed, in milliseconds; fewer of them tell nothing. */
const earlierMs = 30_000;
const fewestAnswers = 3;

/** Puts experiments together with what they are made of. */
export function createExperimentService(ports: ExperimentServicePorts): ExperimentService {
  const { clock, profile, libraries, history, getRun } = ports;
  const store = history.experiments;
  const rowsFiles = createRowsFiles({
    folder: profile.readOnly ? null : join(profile.directory, rowsFolder),
    clock,
    named: async () => new Set((await asked(store.setups())).flatMap(({ setup }) => rowsFileIn(setup) ?? [])),
    async ofExperiment(jobId, signal) {
      const { datasetOfSpec } = await import("./experiments/setup/setup-of-spec.ts");
      return { read: "ok", dataset: await datasetOfSpec(await experiments.spec(jobId).catch(noRows), signal) };
    },
  });
  const experiments = createExperiments({
    clock,
    jobStore: history.jobs,
    store,
    ready: history.ready,
    getRun,
    askBeside: (request, job) => ports.call(request, undefined, job),
    async likelyCosts(spec) {
      const { forecastCosts } = await import("./experiments/forecast-experiment.ts");
      return forecastCosts(spec, await forecasting(), new AbortController().signal);
    },
  });
  const openPrompt = (signal: AbortSignal) => async (ref: PromptRef) =>
    libraries.open(ref.library, undefined, ref.connection).get(ref, { resolve: true, refresh: false }, { signal });
  const kept: KeptRows = {
    listRuns: history.list,
    getRun,
    savedInputs: async (prompt) => ports.savedInputs(prompt),
    connectionOf: (library, named) => libraries.connectionOf(library, undefined, named)?.id,
  };
  /** Loaded when it is first asked for: with all that reads files and fills templates it is a third of the app's code. */
  const loadSetups = lazily(async () => {
    const { createSetups } = await import("./experiments/setup/setups.ts");
    return createSetups({
      openPrompt,
      readFile: rowsFiles.read,
      datasets: (signal) => ({ openDataset: datasetReader(libraries, signal), kept }),
      preview: (request, apiBase, signal) =>
        ports.preview(request, { signal }, apiBase === undefined ? undefined : { apiBase }),
      call: (request, signal) => ports.call(request, signal),
      getRun,
      earlier: (jobId) => experiments.earlier(jobId),
      forecasting,
    });
  });

  let known: { earlier: NonNullable<ForecastPorts["earlier"]>; at: number } | undefined;

  /** What forecasts go by, as things are now. */
  async function forecasting(): Promise<ForecastPorts> {
    return { preview: ports.preview, findPrice: ports.findPrice, earlier: await earlierAnswers() };
  }

  /** What answers of before tell; reading all of them takes long enough to be done now and then only. */
  async function earlierAnswers(): Promise<NonNullable<ForecastPorts["earlier"]>> {
    if (known && performance.now() - known.at < earlierMs) return known.earlier;
    const figures = await history.figures({ cells: true }).catch(() => []);
    const byModel = new Map<string, EarlierAnswers>();
    for (const { provider, model, runs, failed, medianTotalMs, outputTokens } of figures) {
      const answered = runs - failed;
      if (answered < fewestAnswers || medianTotalMs === null || outputTokens === null) continue;
      byModel.set(JSON.stringify([provider, model]), { callMs: medianTotalMs, outputTokens: outputTokens / answered });
    }
    known = {
      earlier: (provider, model) => byModel.get(JSON.stringify([provider, model])),
      at: performance.now(),
    };
    return known.earlier;
  }

  async function begin(
    made: Awaited<ReturnType<Setups["freeze"]>>,
    allowsLeftOut: boolean,
    earlier?: JoinedEarlier,
  ): ReturnType<ExperimentService["start"]> {
    if ("problems" in made) return made;
    if (made.leftOut.length > 0 && !allowsLeftOut) return { leftOut: made.leftOut };
    await lookAtSpec(experimentKind, made.spec);
    const summary = await experiments.start(made.spec);
    // What was left of one that was paused goes on in what was added to it; resumed, it would be paid twice.
    if (earlier?.how === "add") await experiments.stop(earlier.jobId);
    return { summary };
  }

  return {
    ...experiments,
    rowsFiles,
    async close() {
      await rowsFiles.close();
      await experiments.close();
    },
    check: async (...given) => (await loadSetups()).check(...given),
    forecast: async (...given) => (await loadSetups()).forecast(...given),
    readPath: async (...given) => (await loadSetups()).readPath(...given),
    preview: async (...given) => (await loadSetups()).preview(...given),
    tryEvaluators: async (...given) => (await loadSetups()).tryEvaluators(...given),
    asYaml: async (...given) => (await loadSetups()).asYaml(...given),
    start: async (setup, allowsLeftOut, signal, earlier, fileRows) =>
      begin(await (await loadSetups()).freeze(setup, signal, earlier, fileRows), allowsLeftOut, earlier),
    async startFile(path, allowsLeftOut, signal, shown) {
      const made = await (await loadSetups()).freezeFile(path, signal);
      if ("problems" in made || shown === undefined || made.shown === shown) return begin(made, allowsLeftOut);
      const message =
        "The file, or what it names, is another than the one you looked at. Nothing was sent: look at it again.";
      return { problems: [{ code: "changed", message }] };
    },
    async takeStore(path) {
      const [{ takeStoreOver }, { openExperimentStorage }] = await Promise.all([
        import("./experiments/store/take-store-over.ts"),
        import("./history/experiment-storage.ts"),
      ]);
      if (!isAbsolute(path) || !hasHistory(path)) {
        throw new AppFailure("not_found", { message: `There is no store of experiments at ${path}.` });
      }
      await history.ready;
      const storage = openExperimentStorage(path);
      try {
        const found = await asked(
          takeStoreOver({ name: basename(path), storage }, history, thisProcess(), clock.now()),
        );
        await experiments.broughtIn(found.taken);
        return found;
      } finally {
        await storage.close();
      }
    },
    setups: () => asked(store.setups()),
    async keepSetup(setup) {
      const kept = { ...setup, changedAt: clock.now() };
      await asked(store.keepSetup(kept));
      return kept;
    },
    forgetSetup: (id) => asked(store.forgetSetup(id)),
    async setupOf(jobId, signal) {
      const { setupOfSpec } = await import("./experiments/setup/setup-of-spec.ts");
      return setupOfSpec(await experiments.spec(jobId), jobId, signal);
    },
    rowsOfRuns: async (source) => (await import("./experiments/reading/kept-rows.ts")).rowsOfRuns(source, kept),
    readFile: async (...given) => (await import("./experiments/setup/read-setup-text.ts")).readSetupText(...given),
  };
}

/** Says of an experiment that is gone what a set-up has lost with it. */
function noRows(thrown: unknown): never {
  if (!(thrown instanceof AppFailure) || thrown.error.code !== "not_found") throw thrown;
  throw new AppFailure("not_found", {
    message: "The experiment that has kept these rows was deleted.",
    advice: "Choose where the rows come from.",
  });
}

/** The file that a set-up's rows are of, where it has the first of them only. */
function rowsFileIn(setup: unknown): string | undefined {
  const table = setup as { file?: { file?: unknown } } | null;
  const name = table?.file?.file;
  return typeof name === "string" ? name : undefined;
}
