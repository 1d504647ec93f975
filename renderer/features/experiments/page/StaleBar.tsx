import type { ExperimentSummary } from "@shared/domain/experiment/experiment-summary.ts";
import { History } from "lucide-react";
import { useEffect, useMemo } from "react";
import { useExperimentView } from "../../../stores/experiments/experiment-view.ts";
import { useSetup } from "../../../stores/experiments/setup/setup.ts";
import { changedSince, runChanges } from "../../../stores/experiments/setup/setup-changes.ts";
import { useSetupPrompts } from "../../../stores/experiments/setup/setup-prompts.ts";
import { Button } from "../../../ui/Button.tsx";
import { Notice } from "../../../ui/Notice.tsx";
import { clockText } from "../words/clock-text.ts";
import styles from "./ExperimentPage.module.css";

/** Says that the set-up the experiment was started from is another one by now: what is shown was made with the one before. */
export function StaleBar({ summary }: { summary: ExperimentSummary }) {
  const { jobId, title, endedAt, state, owner } = summary;
  const { draft, table, loaded } = useSetup();
  const views = useSetupPrompts((state) => state.views);
  const isOfIt = draft.started?.jobId === jobId;
  useEffect(() => void useSetup.getState().load(), []);
  useEffect(() => {
    // A label may have moved, a file may have been written.
    if (isOfIt) for (const { prompt } of draft.variants) useSetupPrompts.getState().askAgain(prompt);
  }, [isOfIt, draft.variants]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: read from the store, of which these are the parts
  const changed = useMemo(() => changedSince(jobId, views), [jobId, draft, table, loaded, views]);
  if (!changed) return null;
  const runs = endedAt === null && state === "running" && owner !== "none";
  return (
    <div className={styles["notice"]}>
      <Notice
        tone="warn"
        icon={<History aria-hidden="true" size={14} />}
        actions={
          <>
            <Button size="small" variant="ghost" onClick={() => useExperimentView.getState().startNew()}>
              Open the set-up
            </Button>
            <Button
              size="small"
              disabled={runs}
              title={
                runs
                  ? "When it has ended or is paused"
                  : "Takes over the answers to the very same calls; asks before it sends"
              }
              onClick={() => runChanges(jobId, title)}
            >
              Run those…
            </Button>
          </>
        }
      >
        These results are as of {clockText(changed.at)}. Changed in the set-up since: {changed.words}.
      </Notice>
    </div>
  );
}
