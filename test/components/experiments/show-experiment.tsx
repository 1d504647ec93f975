import { Experiments } from "../../../renderer/features/experiments/Experiments.tsx";
import { AnswerDiff } from "../../../renderer/features/playground/compare/AnswerDiff.tsx";
import { RunReport } from "../../../renderer/features/playground/inspector/RunReport.tsx";
import { useExperiment } from "../../../renderer/stores/experiments/experiment.ts";
import { useExperimentList } from "../../../renderer/stores/experiments/experiment-list.ts";
import { useExperimentView } from "../../../renderer/stores/experiments/experiment-view.ts";
import { useOpenCell } from "../../../renderer/stores/experiments/open-cell.ts";
import type { ExperimentChange } from "../../../shared/domain/experiment/experiment-summary.ts";
import type { FakeAnswers } from "../../fakes/routes/client.ts";
import { show, startStores } from "../show.tsx";
import {
  type SampleExperiment,
  sampleChange,
  sampleDetail,
  samplePage,
  sampleReport,
  sampleSummary,
} from "./samples.ts";

/** Tells changes one after the other, when the test says so. */
export interface Teller {
  tell(change: Partial<ExperimentChange>): void;
}

interface Shown {
  answers?: FakeAnswers;
  /** What is told at first. */
  change?: Partial<ExperimentChange>;
  /** The list instead of the experiment. */
  list?: boolean;
}

/** An experiment as the window shows it, over an engine that answers of the sample. */
export async function showExperiment(
  sample: SampleExperiment,
  { answers = {}, change = {}, list = false }: Shown = {},
) {
  const waiting: ExperimentChange[] = [sampleChange(sample, change)];
  let wake = () => {};
  const teller: Teller = {
    tell(next) {
      waiting.push(sampleChange(sample, { ...change, ...next }));
      wake();
    },
  };
  useExperiment.setState(useExperiment.getInitialState(), true);
  useExperimentList.setState(useExperimentList.getInitialState(), true);
  useOpenCell.setState(useOpenCell.getInitialState(), true);
  useExperimentView.setState(useExperimentView.getInitialState(), true);
  const fake = startStores(
    {
      "experiments.list": [sampleSummary(sample)],
      "experiments.columns": sample.columns,
      "experiments.report": () => sampleReport(sample),
      "experiments.rows": ({ view, from, count }) => samplePage(sample, view, from, count),
      "experiments.cell": (place) => sampleDetail(sample, place),
      "experiments.setupOf": { errors: [] },
      "experiments.rate": ({ rating }) => rating,
      ...answers,
    },
    {
      async *"experiments.watch"(_input, signal) {
        await new Promise((done) => signal.addEventListener("abort", done));
      },
      async *"experiments.changes"(_input, signal) {
        while (!signal.aborted) {
          for (let next = waiting.shift(); next; next = waiting.shift()) yield next;
          await new Promise<void>((done) => {
            wake = done;
            signal.addEventListener("abort", () => done());
          });
        }
      },
    },
  );
  if (!list) useExperimentView.getState().open("j1");
  const screen = await show(<Experiments Report={RunReport} Diff={AnswerDiff} />);
  return { screen, fake, teller };
}
