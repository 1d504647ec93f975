import type { Exchange, WireTimings } from "@shared/domain/wire/wire.ts";

export type WaterfallPhase = "connect" | "wait" | "receive";

/** A bar of the waterfall; `from` and `to` are fractions of the whole run, 0 to 1. */
export interface WaterfallBar {
  phase: WaterfallPhase;
  from: number;
  to: number;
}

/** The last thing known of an exchange, in ms since its start. */
function lastTime(exchange: Exchange): number {
  const { timings, frames } = exchange;
  return Math.max(
    timings.end ?? 0,
    frames.at(-1)?.at ?? 0,
    timings.firstByte ?? 0,
    timings.requestSent ?? 0,
    timings.tls ?? 0,
    timings.connect ?? 0,
    timings.dns ?? 0,
  );
}

/** Milliseconds an exchange took; undefined while it goes on. */
export function exchangeDuration(exchange: Exchange): number | undefined {
  return exchange.timings.end;
}

function connectedAt(timings: WireTimings): number {
  if (timings.reusedConnection) return 0;
  return timings.tls ?? timings.connect ?? timings.dns ?? 0;
}

/**
 * Bars for each exchange, by its id; those of one run on one time axis. On one axis for all, a run that came half a minute
 * later made every bar too small to be seen.
 */
export function waterfallByRun(sets: readonly { exchanges: readonly Exchange[] }[]): Map<string, WaterfallBar[]> {
  return new Map(
    sets.flatMap(({ exchanges }) => {
      const rows = waterfall(exchanges);
      return exchanges.map(({ id }, index) => [id, rows[index] ?? []] as const);
    }),
  );
}

/** One row of bars for each exchange, all on the same time axis. */
export function waterfall(exchanges: readonly Exchange[]): WaterfallBar[][] {
  const start = Math.min(...exchanges.map((exchange) => exchange.startedAt));
  const span = Math.max(1, ...exchanges.map((exchange) => exchange.startedAt - start + lastTime(exchange)));
  return exchanges.map((exchange) => {
    const offset = exchange.startedAt - start;
    const at = (ms: number) => (offset + ms) / span;
    const end = lastTime(exchange);
    const connected = Math.min(connectedAt(exchange.timings), end);
    const firstByte = Math.min(exchange.timings.firstByte ?? end, end);
    const bars: WaterfallBar[] = [
      { phase: "connect", from: at(0), to: at(connected) },
      { phase: "wait", from: at(connected), to: at(firstByte) },
      { phase: "receive", from: at(firstByte), to: at(end) },
    ];
    return bars.filter((bar) => bar.to > bar.from);
  });
}
