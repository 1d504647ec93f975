import type { AppError } from "@shared/domain/error/error.ts";
import type { PromptRef } from "@shared/domain/prompt/prompt.ts";
import type { HistoryFilter, RunSummary } from "@shared/domain/run/history.ts";
import type { RunPlace } from "@shared/domain/run/run-place.ts";
import { useEffect, useRef, useState } from "react";
import { asAppError } from "../../../stores/client.ts";
import { useHistory } from "../../../stores/history/history.ts";

/** Typing pauses this long before it is searched for. */
const quietMs = 150;

export interface KeptRuns {
  runs: RunSummary[];
  error: AppError | null;
  /** Adds the next older ones; null when all are there. */
  more: (() => void) | null;
}

/** What was found, and by which filter. */
interface Found {
  of: string;
  runs: RunSummary[];
  next: RunPlace | null;
}

/** Kept runs, newest first: those of one prompt, or with a search any that have its words. */
export function useKeptRuns(prompt: PromptRef | null, search: string): KeptRuns {
  const [found, setFound] = useState<Found>({ of: "", runs: [], next: null });
  const [error, setError] = useState<AppError | null>(null);
  const asked = useRef(0);
  const filter = filterOf(prompt, search);
  const key = JSON.stringify(filter);

  const load = async (before: RunPlace | undefined, known: RunSummary[]): Promise<void> => {
    asked.current += 1;
    const mine = asked.current;
    try {
      const page = await useHistory.getState().find(filter, before);
      if (mine !== asked.current) return;
      setFound({ of: key, runs: [...known, ...page.runs], next: page.next });
      setError(null);
    } catch (thrown) {
      if (mine === asked.current) setError(asAppError(thrown));
    }
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: the filter is in its key
  useEffect(() => {
    const timer = setTimeout(() => void load(undefined, []), search === "" ? 0 : quietMs);
    return () => {
      clearTimeout(timer);
      // What is still on its way answers another question.
      asked.current += 1;
    };
  }, [key]);

  // Until they have come, those of another prompt are not shown under this one's name.
  const { runs, next } = found.of === key ? found : { runs: [], next: null };
  return { runs, error, more: next === null ? null : () => void load(next, runs) };
}

function filterOf(prompt: PromptRef | null, search: string): HistoryFilter {
  if (search.trim() !== "") return { text: search };
  if (!prompt) return {};
  const { library, connection = null, name } = prompt;
  // Runs kept by earlier versions do not say whose prompt theirs was.
  return { promptLibrary: library, promptConnection: connection, orUnplaced: true, promptName: name };
}
