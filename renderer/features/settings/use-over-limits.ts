import type { AppError } from "@shared/domain/error/error.ts";
import type { HistoryLimits, RunsOverLimits } from "@shared/domain/run/history.ts";
import { useEffect, useState } from "react";
import { asAppError } from "../../stores/client.ts";
import { useHistory } from "../../stores/history/history.ts";

/** Typing pauses this long before it is counted: "30" must not count for "3". */
const quietMs = 250;

interface OverLimits {
  /** Null until it has been counted for these very limits. */
  found: RunsOverLimits | null;
  error: AppError | null;
}

const unknown: OverLimits = { found: null, error: null };

/** What limits would remove; counted anew with each change, and not at all while they are not `wanted`. */
export function useOverLimits({ maxAgeDays, maxGigabytes }: HistoryLimits, wanted: boolean): OverLimits {
  const [overLimits, setOverLimits] = useState(unknown);
  useEffect(() => {
    setOverLimits(unknown);
    if (!wanted) return;
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const found = await useHistory.getState().findOverLimits({ maxAgeDays, maxGigabytes }, stop.signal);
        if (!stop.signal.aborted) setOverLimits({ found, error: null });
      } catch (thrown) {
        if (!stop.signal.aborted) setOverLimits({ found: null, error: asAppError(thrown) });
      }
    }, quietMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [maxAgeDays, maxGigabytes, wanted]);
  return overLimits;
}
