import { answerText } from "@shared/domain/run/answer-text.ts";
import { runEnd } from "../../../stores/run/run-end.ts";
import type { RunView } from "../../../stores/run/runs.ts";
import { type TickFormat, tickCount, tickDollars, tickDuration } from "../../../ui/chart/axis.ts";
import { formatCost, formatCount, formatDuration } from "../../../ui/figures.ts";

/** One figure of an answer. */
export interface AnswerFigure {
  id: "latency" | "ttft" | "tokens" | "cost" | "length";
  title: string;
  /** Undefined where it was not measured, or the run gave no answer. */
  of(run: RunView): number | undefined;
  format(value: number): string;
  tick: TickFormat;
}

/** What the answers of a run that failed or was stopped would say nothing about: those are no figures of an answer. */
const ofAnswer = (read: (run: RunView) => number | undefined) => (run: RunView) =>
  runEnd(run) === "answered" ? read(run) : undefined;

/** The figures in which repetitions of a run differ. */
export const answerFigures: readonly AnswerFigure[] = [
  {
    id: "latency",
    title: "Latency, to the last byte",
    of: ofAnswer(({ metrics }) => metrics?.totalMs),
    format: formatDuration,
    tick: tickDuration,
  },
  {
    id: "ttft",
    title: "Time to first token",
    of: ofAnswer(({ metrics }) => metrics?.ttftMs),
    format: formatDuration,
    tick: tickDuration,
  },
  {
    id: "tokens",
    title: "Output tokens",
    of: ofAnswer(({ output, metrics }) => metrics?.usage.outputTokens ?? output.usage.outputTokens),
    format: formatCount,
    tick: tickCount,
  },
  {
    id: "cost",
    title: "Cost",
    of: ofAnswer(({ metrics }) => metrics?.cost?.usd),
    format: formatCost,
    tick: tickDollars,
  },
  {
    id: "length",
    title: "Length in characters",
    of: ofAnswer(({ output }) => answerText(output).length),
    format: formatCount,
    tick: tickCount,
  },
];
