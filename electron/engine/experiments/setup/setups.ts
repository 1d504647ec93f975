import type { DatasetOutcome } from "@shared/domain/dataset/dataset.ts";
import type { RowList } from "@shared/domain/dataset/row-list.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type {
  ExperimentSetup,
  JoinedEarlier,
  ReadSetup,
  SetupCheck,
  SetupFinding,
  SetupPreview,
  TriedEvaluators,
} from "@shared/domain/experiment/experiment-setup.ts";
import { checkRows, type ExperimentSpec, expandExperiment } from "@shared/domain/experiment/experiment-spec.ts";
import type { ExperimentForecast } from "@shared/domain/experiment/forecast.ts";
import type { ReadExperiment } from "@shared/domain/experiment/read-experiment.ts";
import { textOfValue } from "@shared/domain/experiment/row-values.ts";
import type { Answer } from "@shared/domain/experiment/score.ts";
import { type FileRows, rowsOfFile } from "@shared/domain/experiment/setup/file-rows.ts";
import type { SetupRow } from "@shared/domain/experiment/setup/setup-rows.ts";
import { placeOfCell } from "@shared/domain/job/expand-cells.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import type { RunPreview, RunRecord, RunRequest } from "@shared/domain/run/run.ts";
import { listVariables } from "@shared/domain/template/list-variables.ts";
import { inSteps } from "../../time/in-steps.ts";
import type { EarlierExperiment } from "../extend-spec.ts";
import { type ForecastPorts, forecastExperiment } from "../forecast-experiment.ts";
import { createJudges } from "../judging/judges.ts";
import { askedNames } from "../live/grid-columns.ts";
import type { DatasetSources } from "../reading/dataset-bytes.ts";
import type { OpenPrompt } from "../reading/read-prompt.ts";
import { answerOf, scoreAnswer } from "../score-run.ts";
import { joinEarlier } from "./join-earlier.ts";
import { findingOf, oneRow, readSetup, specOfSetup } from "./read-setup.ts";
import { readSetupPath, specOfPath } from "./read-setup-path.ts";
import { yamlOfSetup } from "./yaml-of-setup.ts";

export interface SetupPorts {
  openPrompt(signal: AbortSignal): OpenPrompt;
  /** Where rows come from that stand in no file. */
  datasets(signal: AbortSignal): DatasetSources;
  /** All rows of a file that was handed over. @throws AppFailure, AbortError */
  readFile(rows: FileRows, signal: AbortSignal): Promise<DatasetOutcome>;
  /** What would be sent; sends nothing. @throws AppFailure `cancelled` */
  preview(request: RunRequest, apiBase: string | undefined, signal: AbortSignal): Promise<RunPreview>;
  /** Makes a single call, as of a judge that is tried. */
  call(request: RunRequest, signal: AbortSignal): Promise<RunRecord>;
  getRun(id: string): Promise<RunRecord>;
  /** An experiment that was run, with the latest run of each cell. @throws AppFailure also where it still runs. */
  earlier(jobId: string): Promise<EarlierExperiment>;
  /** What forecasts go by, as things are now. */
  forecasting(): Promise<ForecastPorts>;
}

/** Set-ups of experiments, before anything is sent. Methods reject with `AppFailure` only. */
export interface Setups {
  /** @param fileRows here and below: the rows of a file, in place of those that stand in the set-up. */
  check(setup: ExperimentSetup, signal: AbortSignal, earlier?: JoinedEarlier, fileRows?: FileRows): Promise<SetupCheck>;
  /** Ready to be started, with keys for all it calls; else why not. */
  freeze(
    setup: ExperimentSetup,
    signal: AbortSignal,
    earlier?: JoinedEarlier,
    fileRows?: FileRows,
  ): Promise<{ spec: ExperimentSpec; leftOut: SetupFinding[] } | { problems: SetupFinding[] }>;
  /** The same of a file of this machine. `shown`: what of it a person looks at before it is run, as a hash. */
  freezeFile(
    path: string,
    signal: AbortSignal,
  ): Promise<{ spec: ExperimentSpec; leftOut: SetupFinding[]; shown: string } | { problems: SetupFinding[] }>;
  forecast(
    setup: ExperimentSetup,
    signal: AbortSignal,
    earlier?: JoinedEarlier,
    fileRows?: FileRows,
  ): Promise<{ forecast: ExperimentForecast } | { problems: SetupFinding[] }>;
  readPath(path: string, signal: AbortSignal): Promise<ReadSetup>;
  preview(setup: ExperimentSetup, row: number, variant: string, signal: AbortSignal): Promise<SetupPreview>;
  tryEvaluators(
    setup: ExperimentSetup,
    row: number,
    answer: { text: string } | { runId: string },
    asksJudges: boolean,
    signal: AbortSignal,
  ): Promise<TriedEvaluators>;
  asYaml(setup: ExperimentSetup, fileRows?: FileRows): Promise<string>;
}

export function createSetups(ports: SetupPorts): Setups {
  const options = (signal: AbortSignal) => ({
    openPrompt: ports.openPrompt(signal),
    ...ports.datasets(signal),
    signal,
  });

  /** The first request of each variant is built and not sent: a key that is missing is known before the start. */
  async function unbuilt(spec: ExperimentSpec, signal: AbortSignal): Promise<SetupFinding[]> {
    const firsts = new Map<string, RunRequest>();
    const few: ExperimentSpec = { ...spec, repetitions: 1, rows: spec.rows.slice(0, 1) };
    for (const { cell, request } of expandExperiment(few, "preview"))
      firsts.set(placeOfCell(cell)?.variant ?? "", request);
    const found: SetupFinding[] = [];
    for (const [name, request] of firsts) {
      const { error } = await ports.preview(request, baseOf(spec, name), signal);
      if (error) found.push({ code: error.code, message: `${name}: ${error.message}` });
    }
    return found;
  }

  const freeze: Setups["freeze"] = async (setup, signal, earlier, fileRows) =>
    whole(await joined(setup, signal, earlier, fileRows), signal);

  /** A set-up as it would be run: with what an earlier one has answered. */
  async function joined(
    setup: ExperimentSetup,
    signal: AbortSignal,
    earlier: JoinedEarlier | undefined,
    fileRows: FileRows | undefined,
  ): ReturnType<typeof specOfSetup> {
    const rows = fileRows && (await rowsIn(fileRows, signal));
    if (rows && "problems" in rows) return rows;
    const made = await specOfSetup(setup, { ...options(signal), ...(rows ? { rows } : {}) });
    if ("problems" in made || earlier === undefined) return made;
    const joining = joinEarlier(made.spec, setup, await ports.earlier(earlier.jobId), earlier.how);
    const both = await inSteps(joining, signal);
    return "problems" in both ? both : { ...made, spec: both.spec };
  }

  async function rowsIn(
    fileRows: FileRows,
    signal: AbortSignal,
  ): Promise<RowList<SetupRow> | { problems: SetupFinding[] }> {
    const found = await ports.readFile(fileRows, signal);
    return found.read === "error"
      ? { problems: [findingOf({ ...found.error, message: `${fileRows.name}: ${found.error.message}` })] }
      : rowsOfFile(found.dataset, fileRows);
  }

  async function whole(
    made: { spec: ExperimentSpec; leftOut: SetupFinding[] } | { problems: SetupFinding[] },
    signal: AbortSignal,
  ): ReturnType<Setups["freeze"]> {
    if ("problems" in made) return made;
    const problems = await unbuilt(made.spec, signal);
    return problems.length > 0 ? { problems } : { spec: made.spec, leftOut: made.leftOut.map(findingOf) };
  }

  return {
    freeze,
    async freezeFile(path, signal) {
      const made = await specOfPath(path, options(signal));
      if ("problems" in made) return made;
      const frozen = await whole(made, signal);
      return "problems" in frozen ? frozen : { ...frozen, shown: made.shown };
    },
    readPath: (path, signal) => readSetupPath(path, options(signal)),
    async forecast(setup, signal, earlier, fileRows) {
      const made = await joined(setup, signal, earlier, fileRows);
      if ("problems" in made) return made;
      await inSteps(checkRows(made.spec.rows), signal);
      const before = earlier && (await ports.earlier(earlier.jobId)).spec;
      return { forecast: await forecastExperiment(made.spec, await ports.forecasting(), signal, before) };
    },
    async check(setup, signal, earlier, fileRows) {
      const made = await joined(setup, signal, earlier, fileRows);
      if ("problems" in made) return { problems: made.problems, leftOut: [], warnings: [] };
      const problems = await unbuilt(made.spec, signal);
      return {
        problems,
        leftOut: made.leftOut.map(findingOf),
        warnings: made.experiment.warnings.map(findingOf),
      };
    },
    async preview(setup, row, variant, signal) {
      const one = oneRow({ ...setup, evaluators: [] }, row, variant);
      if (!one) throw new AppFailure("not_found", { message: "There is no such row or variant in the set-up." });
      const read = await readSetup(one, options(signal));
      const nothing = { mapping: [], run: null, leftOut: [], warnings: [] };
      if ("problems" in read) return { ...nothing, problems: read.problems };
      const mapping = mappingOf(read.experiment);
      const made = await specOfSetup(one, options(signal));
      if ("problems" in made) return { ...nothing, mapping, problems: made.problems };
      const [cell] = expandExperiment({ ...made.spec, repetitions: 1 }, "preview");
      const run = cell ? await ports.preview(cell.request, baseOf(made.spec, variant), signal) : null;
      return {
        mapping,
        run,
        problems: run?.error ? [findingOf(run.error)] : [],
        leftOut: made.leftOut.map(findingOf),
        warnings: [...made.experiment.warnings, ...(run?.warnings ?? [])].map(findingOf),
      };
    },
    async tryEvaluators(setup, row, answer, asksJudges, signal) {
      const one = oneRow(setup, row);
      if (!one) throw new AppFailure("not_found", { message: "There is no such row in the set-up." });
      const made = await specOfSetup(one, options(signal));
      if ("problems" in made) throw new AppFailure("invalid_input", { message: made.problems[0]?.message ?? "" });
      const [specRow] = made.spec.rows;
      if (!specRow) throw new AppFailure("not_found", { message: "There is no such row in the set-up." });
      const given: Answer =
        "text" in answer
          ? { text: answer.text, refusal: "", toolCalls: [] }
          : answerOf(await ports.getRun(answer.runId));
      const judges = createJudges(asksJudges ? (request) => ports.call(request, signal) : undefined);
      const { outcomes, passed } = await scoreAnswer(made.spec, specRow, given, judges.of("try"), signal);
      const judged = askedNames(made.spec);
      return {
        passed,
        scores: outcomes.map(({ outcome, gates }) => ({ ...outcome, gates, judged: judged.has(outcome.name) })),
      };
    },
    asYaml: async (setup, fileRows) => yamlOfSetup(setup, fileRows),
  };
}

function baseOf({ variants }: ExperimentSpec, name: string): string | undefined {
  return variants.find((variant) => variant.name === name)?.apiBase;
}

/** What a variant's prompt asks for, and what the row gives for it. */
function mappingOf({ variants, rows }: ReadExperiment): SetupPreview["mapping"] {
  const [variant] = variants;
  const [row] = rows;
  if (!variant || !row || variant.prompt.kind !== "content") return [];
  const { content, templateFormat } = variant.prompt;
  const { variables, placeholders } = listVariables(content.prompt, templateFormat ?? "python");
  const textOf = (value: JsonValue | undefined) => (value === undefined ? null : textOfValue(value));
  return [
    ...variables.map((name) => ({ name, value: textOf(row.variables[name]), kind: "variable" as const })),
    ...placeholders.map((name) => ({ name, value: textOf(row.placeholders[name]), kind: "placeholder" as const })),
  ];
}
