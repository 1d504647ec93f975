import type { Exchange } from "@shared/domain/wire/wire.ts";
import { runEnd } from "../../../stores/run/run-end.ts";
import { isRunning, type RunView } from "../../../stores/run/runs.ts";

export type SpanPhase = "prepare" | "queue" | "wait" | "answer" | "failed" | "pause";

/** A stretch of a run, in ms since the first of the compared runs began. */
export interface RunSpan {
  phase: SpanPhase;
  from: number;
  to: number;
  /** Of the request it belongs to, from 1; the queue has none. */
  attempt?: number;
  /** How an attempt failed: a status, or what happened to its connection. */
  failure?: string;
  /** It goes on: `to` is when it was looked at. */
  open?: true;
}

export interface RunTimes {
  spans: readonly RunSpan[];
  /** When it began, its first token came and it ended, in the same ms; what did not happen is absent. */
  began: number;
  firstToken?: number;
  ended?: number;
  attempts: number;
}

/** When a run was asked for; its record knows better than the window. UTC ms. */
export function beganAt({ record, startedAt }: RunView): number {
  return record?.startedAt ?? startedAt;
}

/**
 * The stretches of a run on an axis that others share. Where its exchanges are not at hand, those its figures tell: then
 * attempts are counted and not drawn.
 * @param origin the beginning of the axis, UTC ms
 * @param now where a run that goes on ends for now, UTC ms
 */
export function timesOf(run: RunView, origin: number, now: number): RunTimes {
  const began = beganAt(run) - origin;
  const exchanges = (run.record?.exchanges ?? []).filter(({ kind }) => kind === "provider");
  const spans = withPreparing(
    [
      ...queueSpan(run, began),
      ...(exchanges.length > 0 ? sentSpans(run, exchanges, origin, now) : toldSpans(run, began, now - origin)),
    ],
    began,
  );
  const answer = spans.findLast(({ phase }) => phase === "answer");
  const end = spans.at(-1);
  const isStreamed = run.request.stream && (run.metrics?.ttftMs !== undefined || run.firstTokenAt !== undefined);
  return {
    spans,
    began,
    ...(answer && isStreamed ? { firstToken: answer.from } : {}),
    ...(isRunning(run) || !end ? {} : { ended: end.to }),
    attempts: Math.max(run.metrics?.attempts ?? 0, exchanges.length),
  };
}

/** Before its request leaves a run reads its prompt, is built, and is written to the disk: that is no waiting of the provider's. */
function withPreparing(spans: readonly RunSpan[], began: number): RunSpan[] {
  let before = began;
  return spans.flatMap((span) => {
    const gap: RunSpan[] = span.from > before ? [{ phase: "prepare", from: before, to: span.from }] : [];
    before = span.to;
    return [...gap, span];
  });
}

function queueSpan({ record, metrics }: RunView, began: number): RunSpan[] {
  const queue = record?.queue ?? (metrics?.queuedMs === undefined ? undefined : { at: 0, ms: metrics.queuedMs });
  if (!queue || queue.ms <= 0) return [];
  return [{ phase: "queue", from: began + queue.at, to: began + queue.at + queue.ms }];
}

function sentSpans(run: RunView, exchanges: readonly Exchange[], origin: number, now: number): RunSpan[] {
  const spans: RunSpan[] = [];
  for (const [index, exchange] of exchanges.entries()) {
    const from = exchange.startedAt - origin;
    const before = spans.at(-1);
    if (before && from > before.to) spans.push({ phase: "pause", from: before.to, to: from, attempt: index + 1 });
    const isLast = index === exchanges.length - 1;
    spans.push(...exchangeSpans(run, exchange, { from, isLast, now: now - origin }));
  }
  return spans;
}

function exchangeSpans(
  run: RunView,
  { timings, frames, response, failure, attempt }: Exchange,
  { from, isLast, now }: { from: number; isLast: boolean; now: number },
): RunSpan[] {
  const isOpen = isLast && isRunning(run) && timings.end === undefined && failure === undefined;
  const known = Math.max(timings.end ?? 0, frames.at(-1)?.at ?? 0, timings.firstByte ?? 0, timings.requestSent ?? 0);
  const to = isOpen ? Math.max(now, from) : from + known;
  const open = isOpen ? { open: true as const } : {};
  const refused = failure ?? (response && response.status >= 400 ? `${response.status}` : undefined);
  if (refused !== undefined) return [{ phase: "failed", from, to, attempt, failure: refused }];
  const first = (isLast ? (run.metrics?.ttftMs ?? run.metrics?.firstReasoningMs) : undefined) ?? timings.firstByte;
  if (first === undefined || (isOpen && from + first >= to)) return [{ phase: "wait", from, to, attempt, ...open }];
  // An answer may come in one piece, and two clocks of one stream differ by less than a millisecond.
  const answered = Math.min(from + first, to);
  return [
    { phase: "wait", from, to: answered, attempt },
    { phase: "answer", from: answered, to, attempt, ...open },
  ];
}

/** What can be said without the exchanges: the time until the first token, and that until the end. */
function toldSpans(run: RunView, began: number, now: number): RunSpan[] {
  const { metrics, firstTokenAt } = run;
  const start = began + (metrics?.queuedMs ?? 0);
  if (!metrics) {
    if (!isRunning(run)) return [];
    const to = Math.max(now, start);
    if (firstTokenAt === undefined || began + firstTokenAt >= to)
      return [{ phase: "wait", from: start, to, open: true }];
    return [
      { phase: "wait", from: start, to: began + firstTokenAt },
      { phase: "answer", from: began + firstTokenAt, to, open: true },
    ];
  }
  const to = start + metrics.totalMs;
  const end = runEnd(run);
  if (end === "failed") return [{ phase: "failed", from: start, to, failure: `${metrics.httpStatus ?? "failed"}` }];
  const first = metrics.ttftMs;
  if (first === undefined) return [{ phase: "wait", from: start, to }];
  const answered = Math.min(start + first, to);
  return [
    { phase: "wait", from: start, to: answered },
    { phase: "answer", from: answered, to },
  ];
}
