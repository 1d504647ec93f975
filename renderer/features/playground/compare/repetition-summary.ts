import { answerText } from "@shared/domain/run/answer-text.ts";
import { runEnd } from "../../../stores/run/run-end.ts";
import { isRunning, type RunView } from "../../../stores/run/runs.ts";

/** Repetitions that gave the same answer. */
export interface AnswerGroup {
  text: string;
  /** Places in the list of repetitions, from 0. */
  repetitions: number[];
}

/** Lowest, middle and highest of some figures. */
export interface Spread {
  least: number;
  median: number;
  most: number;
}

export interface RepetitionSummary {
  finished: number;
  failed: number;
  /** Stopped by the person, which is no failure. */
  stopped: number;
  /** Largest group first; runs without an answer are in none. */
  groups: AnswerGroup[];
  /** Total time in milliseconds. */
  latency?: Spread;
  /** Output tokens where every run was counted, characters otherwise. */
  length?: Spread & { unit: "tokens" | "characters" };
}

/** What repetitions have in common and how far they lie apart. */
export function summarizeRepetitions(runs: readonly RunView[]): RepetitionSummary {
  const finished = runs.filter((run) => !isRunning(run));
  const answered = finished.filter(isAnswer);
  const count = (end: ReturnType<typeof runEnd>) => finished.filter((run) => runEnd(run) === end).length;
  const groups = new Map<string, AnswerGroup>();
  for (const [index, run] of runs.entries()) {
    if (!isAnswer(run)) continue;
    const text = answerText(run.output);
    const group = groups.get(text) ?? { text, repetitions: [] };
    group.repetitions.push(index);
    groups.set(text, group);
  }
  const latency = spreadOf(answered.flatMap(({ metrics }) => metrics?.totalMs ?? []));
  const tokens = answered.flatMap(({ output }) => output.usage.outputTokens ?? []);
  const counted = tokens.length === answered.length;
  const length = spreadOf(counted ? tokens : answered.map(({ output }) => answerText(output).length));
  return {
    finished: finished.length,
    failed: count("failed"),
    stopped: count("stopped"),
    groups: [...groups.values()].sort((a, b) => b.repetitions.length - a.repetitions.length),
    ...(latency ? { latency } : {}),
    ...(length ? { length: { ...length, unit: counted ? "tokens" : "characters" } } : {}),
  };
}

function isAnswer(run: RunView): boolean {
  return runEnd(run) === "answered";
}

/** Undefined for no figures. The median of an even number is the mean of the middle two. */
export function spreadOf(figures: readonly number[]): Spread | undefined {
  const sorted = figures.toSorted((a, b) => a - b);
  const least = sorted[0];
  const most = sorted.at(-1);
  if (least === undefined || most === undefined) return undefined;
  const upper = sorted[sorted.length >> 1] ?? most;
  const lower = sorted[(sorted.length - 1) >> 1] ?? least;
  return { least, median: (lower + upper) / 2, most };
}
