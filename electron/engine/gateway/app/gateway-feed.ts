import { type BoundedList, createBoundedList } from "@shared/domain/bounded-list.ts";
import { type BoundedMap, createBoundedMap } from "@shared/domain/bounded-map.ts";
import type { GatewayCallRow, GatewayEvent, GatewayStatus } from "@shared/domain/gateway/gateway.ts";
import { weighJson } from "@shared/domain/json/json-weight.ts";

/** What the watchers of the gateway are told. A slow watcher gets the latest of each call, never a growing backlog. */
export interface GatewayFeed {
  status(): void;
  call(row: GatewayCallRow): void;
  debug(text: string): void;
  /** First all that is known, then what changes, until the signal aborts. */
  read(signal: AbortSignal): AsyncIterable<GatewayEvent>;
}

/** The history has them all. */
const keptCalls = { items: 500, bytes: 8 * 1_048_576 };
/** A line holds a whole request as curl. */
const keptLines = { items: 1_000, bytes: 8 * 1_048_576 };

interface Watcher {
  status: boolean;
  calls: BoundedMap<GatewayCallRow>;
  lines: BoundedList<string>;
  wake(): void;
}

export function createGatewayFeed(currentStatus: () => GatewayStatus): GatewayFeed {
  const calls = createBoundedMap<GatewayCallRow>(keptCalls);
  const lines = createBoundedList<string>(keptLines, weighJson);
  const watchers = new Set<Watcher>();

  function tell(change: (watcher: Watcher) => void): void {
    for (const watcher of watchers) {
      change(watcher);
      watcher.wake();
    }
  }

  function* take(watcher: Watcher): Generator<GatewayEvent> {
    if (watcher.status) yield { type: "status", status: currentStatus() };
    const rows = watcher.calls.values();
    const debug = watcher.lines.take();
    watcher.status = false;
    watcher.calls.clear();
    if (rows.length > 0) yield { type: "calls", calls: rows };
    if (debug.length > 0) yield { type: "debug", lines: debug };
  }

  async function* read(signal: AbortSignal): AsyncIterable<GatewayEvent> {
    const watcher: Watcher = {
      status: true,
      calls: createBoundedMap(keptCalls),
      lines: createBoundedList<string>(keptLines, weighJson, lines.items()),
      wake: () => undefined,
    };
    for (const row of calls.values()) setRow(watcher.calls, row);
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
      setRow(calls, row);
      tell((watcher) => setRow(watcher.calls, row));
    },
    debug(text) {
      lines.push(text);
      tell((watcher) => watcher.lines.push(text));
    },
    read,
  };
}

function setRow(calls: BoundedMap<GatewayCallRow>, row: GatewayCallRow): void {
  calls.set(row.runId, row, weighJson(row));
}
