import type { HistoryLimits } from "@shared/domain/run/history.ts";
import type { History } from "./history.ts";

const dayMs = 86_400_000;

export interface DailyRetention {
  /** Puts the limits in force at once, after they have changed. */
  apply(): Promise<void>;
  close(): void;
}

/** Applies the limits of the preferences once a day for as long as the app is open; opening the history does it first. */
export function startDailyRetention(history: Pick<History, "retain">, limits: () => HistoryLimits): DailyRetention {
  async function apply(): Promise<void> {
    try {
      await history.retain(limits());
    } catch {
      // The history is damaged or gone: its status says so, and the next opening applies the limits.
    }
  }

  const timer = setInterval(() => void apply(), dayMs);
  timer.unref();
  return { apply, close: () => clearInterval(timer) };
}
