import type { Exchange } from "@shared/domain/wire/wire.ts";
import { frameEvents } from "../wire/frame-events.ts";
import type { InspectedSet } from "./inspected-exchanges.ts";

export type TimingPhase = "queue" | "connect" | "send" | "wait" | "token" | "receive";

/** One step of an exchange. Times in ms since the request was started; the queue lies before it. */
export interface TimingRow {
  name: string;
  phase: TimingPhase;
  /** A stretch of time, or a moment when both are the same. Absent: it did not happen, and `note` says why. */
  from?: number;
  to?: number;
  note?: string;
}

/** Everything that was measured of an exchange, in the order it happens. Nothing is shown as 0 ms that was not measured. */
export function timingRows(exchange: Exchange, set: InspectedSet): TimingRow[] {
  const { timings } = exchange;
  const connected = timings.tls ?? timings.connect ?? timings.dns ?? 0;
  return [
    ...queueRow(exchange, set),
    ...connectionRows(exchange),
    stretch("Request sent", "send", connected, timings.requestSent),
    stretch("First byte", "wait", timings.requestSent ?? connected, timings.firstByte),
    ...firstTokenRows(exchange),
    stretch("Last byte", "receive", timings.firstByte, lastByteAt(exchange)),
  ];
}

/** The time axis: from the start of the queue, if any, to the last thing known. */
export function timingSpan(rows: readonly TimingRow[]): { from: number; to: number } {
  const from = Math.min(0, ...rows.flatMap((row) => row.from ?? []));
  return { from, to: Math.max(from + 1, ...rows.flatMap((row) => row.to ?? [])) };
}

/** A frame is timed when it was read, which can be a moment after its bytes came: the end is not before it. */
function lastByteAt({ timings, frames }: Exchange): number | undefined {
  return timings.end === undefined ? undefined : Math.max(timings.end, frames.at(-1)?.at ?? 0);
}

function queueRow(exchange: Exchange, { record, exchanges }: InspectedSet): TimingRow[] {
  const first = exchanges.find(({ kind }) => kind === "provider");
  const queue = record?.queue;
  if (!queue || exchange.id !== first?.id) return [];
  return [{ name: "Queue", phase: "queue", from: -queue.ms, to: 0, note: "waited for its turn" }];
}

function connectionRows({ timings, request, proxy }: Exchange): TimingRow[] {
  const way: TimingRow[] = proxy === undefined ? [] : [{ name: "Proxy", phase: "connect", note: proxy }];
  if (timings.reusedConnection) return [...way, { name: "Connection", phase: "connect", note: "reused" }];
  const { dns, connect, tls } = timings;
  const secure = request.url.startsWith("https:");
  // Name and connection are the proxy's.
  if (proxy !== undefined && secure) return [...way, stretch("TLS", "connect", 0, tls)];
  return [
    ...way,
    dns === undefined
      ? { name: "DNS", phase: "connect", note: "no name to look up" }
      : { name: "DNS", phase: "connect", from: 0, to: dns },
    stretch("TCP", "connect", dns ?? 0, connect),
    secure ? stretch("TLS", "connect", connect ?? 0, tls) : { name: "TLS", phase: "connect", note: "none: http" },
  ];
}

/** Only a stream has a first token; an answer in one piece has a first byte. */
function firstTokenRows({ frames, timings }: Exchange): TimingRow[] {
  if (frames.length === 0) return [];
  const from = timings.firstByte ?? 0;
  const reasoning = firstWith(frames, ["reasoning"]);
  const answer = firstWith(frames, ["text", "tool_call", "refusal"]);
  return [
    ...(reasoning === undefined ? [] : [stretch("First reasoning token", "token", from, reasoning)]),
    stretch("First answer token", "token", reasoning ?? from, answer),
  ];
}

function firstWith(frames: Exchange["frames"], types: string[]): number | undefined {
  return frames.find(({ data }) => frameEvents(data).some(({ type }) => types.includes(type)))?.at;
}

function stretch(name: string, phase: TimingPhase, from: number | undefined, to: number | undefined): TimingRow {
  if (from === undefined || to === undefined) return { name, phase, note: "—" };
  // Two clocks of one stream may differ by less than a millisecond.
  return { name, phase, from: Math.min(from, to), to };
}
