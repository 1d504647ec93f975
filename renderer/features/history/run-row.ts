import { versionLabel } from "@shared/domain/prompt/version-text.ts";
import type { RunSummary } from "@shared/domain/run/history.ts";
import { formatDuration, formatTokens, plural } from "../../ui/figures.ts";

export type RowTone = "ok" | "warn" | "bad" | "active";

/** A run of the list in words. */
export interface RowText {
  title: string;
  version: string | null;
  model: string;
  /** Its time of day; the list says the day above. */
  when: string;
  /** The day as a heading says it. */
  day: string;
  /** How it ended, in a word. */
  state: string;
  tone: RowTone;
  /** Status, duration, tokens: what was measured. */
  figures: string;
}

const words: Record<NonNullable<RunSummary["outcome"]>, { state: string; tone: RowTone }> = {
  completed: { state: "done", tone: "ok" },
  completed_unterminated: { state: "unterminated", tone: "warn" },
  truncated: { state: "cut off", tone: "bad" },
  provider_error: { state: "provider error", tone: "bad" },
  protocol_error: { state: "protocol error", tone: "bad" },
  connection_lost: { state: "connection lost", tone: "bad" },
  timeout: { state: "timed out", tone: "bad" },
  limit_exceeded: { state: "too large", tone: "bad" },
  cancelled: { state: "stopped", tone: "warn" },
  not_sent: { state: "not sent", tone: "bad" },
};

/** `now` in UTC milliseconds decides what is today. */
export function rowText(run: RunSummary, now: number): RowText {
  const tokens = formatTokens(run.usage.inputTokens, run.usage.outputTokens);
  const figures = [
    ...(run.httpStatus === null ? [] : [String(run.httpStatus)]),
    ...(run.totalMs === null ? [] : [formatDuration(run.totalMs)]),
    ...(tokens === undefined ? [] : [tokens]),
  ];
  return {
    title: run.promptName ?? "no prompt",
    version: run.promptVersion === null ? null : versionLabel(run.promptVersion),
    model: run.model === "" ? "no model" : run.model,
    when: time.format(run.startedAt),
    day: dayHeading(run.startedAt, now),
    ...endOf(run),
    figures: figures.join(" · "),
  };
}

/** An experiment of the list in words: it is there once, whatever its runs came to. */
export function experimentText({ title, cells }: NonNullable<RunSummary["experiment"]>): {
  title: string;
  cells: string;
} {
  return { title, cells: plural(cells, "cell") };
}

function endOf({ state, outcome }: RunSummary): { state: string; tone: RowTone } {
  if (state === "running") return { state: "running", tone: "active" };
  if (state === "interrupted" || outcome === null) return { state: "interrupted", tone: "warn" };
  return words[outcome];
}

const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const dayOfYear = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
const fullDate = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });

/** "Today", "Yesterday", "Monday 27 July", or "27 July 2025" of another year; in the zone of the machine. */
function dayHeading(at: number, now: number): string {
  const [then, today] = [new Date(at), new Date(now)];
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (then.toDateString() === today.toDateString()) return "Today";
  if (then.toDateString() === yesterday.toDateString()) return "Yesterday";
  return then.getFullYear() === today.getFullYear() ? dayOfYear.format(then) : fullDate.format(then);
}

/** A line of the list: a run with its place among the runs, or the day of those below. */
export type ListLine = { day: string; key: string } | { run: RunSummary; place: number };

/** The runs, newest first, with a line before the first of each day. */
export function linesOf(runs: readonly RunSummary[], now: number): ListLine[] {
  const lines: ListLine[] = [];
  let last: string | undefined;
  runs.forEach((run, place) => {
    const key = new Date(run.startedAt).toDateString();
    if (key !== last) lines.push({ day: dayHeading(run.startedAt, now), key });
    last = key;
    lines.push({ run, place });
  });
  return lines;
}
