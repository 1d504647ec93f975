import type { GatewayCallRow, GatewayEvent, GatewayStatus } from "@shared/domain/gateway/gateway.ts";

/** What the watchers of the gateway are told. A slow watcher gets the latest of each call, never a growing backlog. */
export interface GatewayFeed {
  status(): void;
  call(row: GatewayCallRow): void;
  debug(text: string): void;
  /** First all that is known, then what changes, until the signal aborts. */
  read(signal: AbortSignal): AsyncIterable<GatewayEvent>;
}

/** The history has them all. */
const keptCalls = 500;
const keptLines = 1_000;

interface Watcher {
  status: boolean;
  calls: Map<string, GatewayCallRow>;
  lines: string[];
  wake(): void;
}

export function createGatewayFeed(currentStatus: () => GatewayStatus): GatewayFeed {
  const calls = new Map<string, GatewayCallRow>();
  const lines: string[] = [];
  const watchers = new Set<Watcher>();

  function tell(change: (watcher: Watcher) => void): void {
    for (const watcher of watchers) {
      change(watcher);
      watcher.wake();
    }
  }

  function* take(watcher: Watcher): Generator<GatewayEvent> {
    if (watcher.status) yield { type: "status", status: currentStatus() };
    const rows = [...watcher.calls.values()];
    const debug = watcher.lines.splice(0);
    watcher.status = false;
    watcher.calls.clear();
    if (rows.length > 0) yield { type: "calls", calls: rows };
    if (debug.length > 0) yield { type: "debug", lines: debug };
  }

  async function* read(signal: AbortSignal): AsyncIterable<GatewayEvent> {
    const watcher: Watcher = { status: true, calls: new Map(calls), lines: [...lines], wake: () => undefined };
    watchers.add(watcher);
    signal.addEventListener("abort", () => watcher.wake(), { once: true });
    try {
      while (!signal.aborted) {
        // Asked for before the look at what is there, so that no news falls between the two.
        const news = new Promise<void>((resolve) => {
          watcher.wake = resolve;
        });
        yield* [...take(watcher)];
        if (!signal.aborted) await news;
      }
    } finally {
      watchers.delete(watcher);
    }
  }

  return {
    status: () =>
      tell((watcher) => {
        watcher.status = true;
      }),
    call(row) {
      calls.set(row.runId, row);
      const [oldest] = calls.keys();
      if (calls.size > keptCalls && oldest !== undefined) calls.delete(oldest);
      tell((watcher) => void watcher.calls.set(row.runId, row));
    },
    debug(text) {
      lines.push(text);
      if (lines.length > keptLines) lines.shift();
      tell(({ lines: waiting }) => {
        waiting.push(text);
        if (waiting.length > keptLines) waiting.shift();
      });
    },
    read,
  };
}
