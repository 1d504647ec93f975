import { runEnd } from "../../../stores/run/run-end.ts";
import { isRunning, type RunView } from "../../../stores/run/runs.ts";
import { tickDuration } from "../../../ui/chart/axis.ts";
import { type ChartTable, figureCell, seriesLook, type Tone, textCell } from "../../../ui/chart/chart-data.ts";
import type { LegendEntry } from "../../../ui/chart/Legend.tsx";
import { RowsChart } from "../../../ui/chart/RowsChart.tsx";
import type { ChartRow, RowPart } from "../../../ui/chart/row-layout.ts";
import { formatDuration, plural } from "../../../ui/figures.ts";
import { type ChartedVariant, runName } from "./charted-runs.ts";
import { beganAt, type RunSpan, type RunTimes, type SpanPhase, timesOf } from "./timeline-rows.ts";

/** More rows would be a wall of bars; all of them are in the table. */
const mostRows = 48;

interface TimedRun {
  variant: ChartedVariant;
  repetition: number;
  run: RunView;
  times: RunTimes;
}

/** The last runs of all variants on one axis of time: when each waited, was sent, began to answer and ended. */
export function TimelineChart({ variants, now }: { variants: readonly ChartedVariant[]; now: number }) {
  const runs = variants.flatMap((variant) => variant.runs.map((run, repetition) => ({ variant, repetition, run })));
  const origin = runs.reduce((least, { run }) => Math.min(least, beganAt(run)), Number.POSITIVE_INFINITY);
  const timed = runs.map((one) => ({ ...one, times: timesOf(one.run, origin, now) }));
  const phases = new Set(timed.flatMap(({ times }) => times.spans.map(({ phase }) => phase)));
  return (
    <RowsChart
      title="Timeline of these runs"
      summary={summaryOf(timed)}
      empty="Nothing has been sent yet."
      rows={timed.slice(0, mostRows).map(rowOf)}
      format={tickDuration}
      legend={legend.flatMap(({ phase, entry }) => (phases.has(phase) ? [entry] : []))}
      table={tableOf(timed)}
    />
  );
}

const looks: Readonly<
  Record<SpanPhase, { word: string; kind: "bar" | "range"; tone?: Tone; fill: "solid" | "light" | "hollow" }>
> = {
  prepare: { word: "is prepared and kept on disk", kind: "range", tone: "quiet", fill: "solid" },
  queue: { word: "waits for its turn", kind: "bar", tone: "base", fill: "hollow" },
  wait: { word: "sent, until the first token", kind: "bar", fill: "light" },
  answer: { word: "answers", kind: "bar", fill: "solid" },
  failed: { word: "failed attempt", kind: "bar", tone: "bad", fill: "hollow" },
  pause: { word: "waits before the next attempt", kind: "range", tone: "base", fill: "solid" },
};

const legend = (Object.keys(looks) as SpanPhase[]).map((phase): { phase: SpanPhase; entry: LegendEntry } => {
  const { word, kind, tone = "base", fill } = looks[phase];
  return { phase, entry: kind === "range" ? { kind: "line", title: word, tone } : { kind, title: word, tone, fill } };
});

function rowOf({ variant, repetition, run, times }: TimedRun): ChartRow {
  const look = seriesLook(variant.place);
  const name = runName(variant, repetition);
  return {
    key: `${variant.id} ${repetition}`,
    label: `${variant.letter} ${variant.name}`,
    ...(variant.runs.length > 1 ? { aside: `#${repetition + 1}` } : {}),
    look,
    figure: endWord(run, times),
    parts: times.spans.map((span, index): RowPart => {
      const { kind, tone = look.tone, fill } = looks[span.phase];
      const shared = { key: `${variant.id} ${repetition} ${index}`, text: `${name}\n${spanText(span)}`, tone };
      const { from, to } = span;
      return kind === "range" ? { ...shared, kind, from, to } : { ...shared, kind, fill, from, to };
    }),
  };
}

function spanText({ phase, from, to, attempt, failure, open }: RunSpan): string {
  const which = attempt !== undefined && attempt > 1 ? `, attempt ${attempt}` : "";
  const how = failure === undefined ? "" : `: ${failure}`;
  const took = `${formatDuration(to - from)}${open ? " so far" : ""}`;
  return `${looks[phase].word}${which}${how}\n${took}, from ${formatDuration(from)} to ${formatDuration(to)}`;
}

function endWord(run: RunView, { began, ended, spans }: RunTimes): string {
  if (isRunning(run)) return "running";
  const end = runEnd(run);
  if (spans.length === 0) return "not sent";
  const took = ended === undefined ? "" : formatDuration(ended - began);
  return end === "answered" ? took : `${end ?? "failed"} ${took}`;
}

/** How long all of it took, and who gave the first token first. */
function summaryOf(timed: readonly TimedRun[]): string {
  const ends = timed.flatMap(({ times }) => times.ended ?? []);
  const first = timed
    .flatMap((one) => (one.times.firstToken === undefined ? [] : [{ ...one, at: one.times.firstToken }]))
    .sort((a, b) => a.at - b.at)[0];
  const retried = timed.filter(({ times }) => times.attempts > 1).length;
  return [
    `${plural(timed.length, "run")}${ends.length === timed.length && ends.length > 0 ? ` in ${formatDuration(Math.max(...ends))}` : ""}.`,
    first && timed.length > 1
      ? `${runName(first.variant, first.repetition)} gave the first token first, ${formatDuration(first.at)} after the start.`
      : "",
    retried > 0 ? `${plural(retried, "run")} needed more than one attempt.` : "",
    timed.length > mostRows ? `The first ${mostRows} are drawn; all are in the table.` : "",
  ]
    .filter((part) => part !== "")
    .join(" ");
}

function tableOf(timed: readonly TimedRun[]): ChartTable {
  const figures = true;
  return {
    columns: [
      { title: "Run" },
      { title: "Model" },
      { title: "Began", figures },
      { title: "Queued", figures },
      { title: "First token", figures },
      { title: "Ended", figures },
      { title: "Attempts", figures },
      { title: "End" },
    ],
    rows: timed.map(({ variant, repetition, run, times }) => {
      const queued = times.spans.find(({ phase }) => phase === "queue");
      return [
        textCell(runName(variant, repetition)),
        textCell(variant.name),
        figureCell(times.began, formatDuration),
        figureCell(queued && queued.to - queued.from, formatDuration),
        figureCell(times.firstToken, formatDuration),
        figureCell(times.ended, formatDuration),
        figureCell(times.attempts, String),
        textCell(isRunning(run) ? "running" : (runEnd(run) ?? "")),
      ];
    }),
  };
}
