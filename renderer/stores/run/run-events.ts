import type { RunEvent } from "@shared/contract/routes.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { StreamEvent } from "@shared/domain/run/stream-event.ts";
import { engineClient } from "../client.ts";

/** Runs that start together are asked for together. */
const gatherMs = 10;
const reattachDelaysMs = [250, 500, 1000, 2000, 4000];

interface Listener {
  /** The last event heard. */
  after: number;
  onEvent(event: StreamEvent): void;
  done: PromiseWithResolvers<void>;
}

const listeners = new Map<string, Listener>();
let current = new AbortController();
let waiting = false;
let failures = 0;

/**
 * Hears every event of a run. All runs share one connection, which is opened anew when runs join: a browser allows six
 * to a host, and a seventh would keep Stop waiting. What was heard is never heard twice.
 * @returns when the run has ended.
 * @throws AppFailure when it cannot be followed any more.
 */
export function followRun(runId: string, onEvent: (event: StreamEvent) => void): Promise<void> {
  const done = Promise.withResolvers<void>();
  listeners.set(runId, { after: -1, onEvent, done });
  attachAfter(gatherMs);
  return done.promise;
}

function attachAfter(delayMs: number): void {
  if (waiting) return;
  waiting = true;
  setTimeout(() => {
    waiting = false;
    void attach();
  }, delayMs);
}

async function attach(): Promise<void> {
  current.abort();
  current = new AbortController();
  const { signal } = current;
  const runs = [...listeners].map(([runId, { after }]) => ({ runId, after }));
  if (runs.length === 0) return;
  try {
    for await (const update of engineClient().stream("runs.events", { runs }, { signal })) {
      if (signal.aborted) return;
      failures = 0;
      hear(update);
    }
    if (!signal.aborted) giveUp(runs, new AppFailure("connection_lost"));
  } catch (thrown) {
    if (signal.aborted) return;
    const delay = reattachDelaysMs[failures];
    const isLost = thrown instanceof AppFailure && thrown.error.code === "connection_lost";
    if (!isLost || delay === undefined) return giveUp(runs, thrown);
    failures += 1;
    attachAfter(delay);
  }
}

function hear(update: RunEvent): void {
  const listener = listeners.get(update.runId);
  if (!listener) return;
  if ("error" in update) {
    listeners.delete(update.runId);
    listener.done.reject(new AppFailure(update.error.code, update.error));
    return;
  }
  if (update.seq <= listener.after) return;
  listener.after = update.seq;
  listener.onEvent(update.event);
  if (update.event.type !== "end") return;
  listeners.delete(update.runId);
  listener.done.resolve();
}

function giveUp(runs: readonly { runId: string }[], reason: unknown): void {
  for (const { runId } of runs) {
    listeners.get(runId)?.done.reject(reason);
    listeners.delete(runId);
  }
}
