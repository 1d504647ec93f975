import { useEffect, useState } from "react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { variantTitle } from "../../../stores/draft/variant-list.ts";
import { useCompare } from "../../../stores/run/compare.ts";
import { runEnd } from "../../../stores/run/run-end.ts";
import { isRunning, type RunsState, type RunView, useRuns } from "../../../stores/run/runs.ts";
import { formatDuration, plural } from "../../../ui/figures.ts";
import { VisuallyHidden } from "../../../ui/VisuallyHidden.tsx";

/** Ends that come this close together are told in one sentence. */
const gatherMs = 300;

/**
 * Tells those who do not see the columns which run has ended and how. One region that is always there: what is put in
 * together with its region is often not read.
 */
export function RunAnnouncer() {
  const [said, setSaid] = useState("");
  useEffect(() => {
    const ended: string[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      timer = undefined;
      setSaid(ended.splice(0).join(" "));
    };
    const stop = useRuns.subscribe((now, before) => {
      const news = endedSince(now, before);
      if (news.length === 0) return;
      ended.push(...news);
      timer ??= setTimeout(tell, gatherMs);
    });
    // What was told of them by name says whose answers they are.
    const stopHiding = useCompare.subscribe(({ blind }, { blind: before }) => {
      if (!blind || before) return;
      ended.length = 0;
      setSaid("");
    });
    return () => {
      stop();
      stopHiding();
      clearTimeout(timer);
    };
  }, []);
  return (
    <VisuallyHidden>
      <span role="status" aria-label="Runs">
        {said}
      </span>
    </VisuallyHidden>
  );
}

function endedSince({ repetitions }: RunsState, { repetitions: before }: RunsState): string[] {
  if (repetitions === before) return [];
  return Object.entries(repetitions).flatMap(([variantId, runs]) =>
    runs.flatMap((run, index) => {
      const was = before[variantId]?.[index];
      if (isRunning(run) || !was || !isRunning(was)) return [];
      const which = runs.length > 1 ? `, run ${index + 1} of ${runs.length}` : "";
      return [`${nameOf(variantId)}${which} ${endText(run)}.`];
    }),
  );
}

/** In a blind vote a name would tell whose answer it is, and figures may. */
function nameOf(variantId: string): string {
  const { variants } = useDraft.getState().draft;
  if (useCompare.getState().blind) return "An answer";
  return variants.length === 1 ? "The run" : `Variant ${variantTitle(variants, variantId)}`;
}

function endText(run: RunView): string {
  const { metrics, outcome, error } = run;
  const end = runEnd(run);
  if (end === "stopped") return "stopped";
  if (end === "failed") {
    const failure = outcome && "error" in outcome ? outcome.error : error;
    return failure && !useCompare.getState().blind ? `failed: ${failure.message.replace(/\.$/, "")}` : "failed";
  }
  if (useCompare.getState().blind) return "done";
  const tokens = metrics?.usage.outputTokens;
  const parts = [
    ...(tokens === undefined ? [] : [plural(tokens, "token")]),
    ...(metrics ? [formatDuration(metrics.totalMs)] : []),
  ];
  return ["done", ...parts].join(", ");
}
