import type { RunSummary } from "@shared/domain/run/history.ts";
import { Command } from "cmdk";
import { FlaskConical, History } from "lucide-react";
import { useEffect } from "react";
import { useApp } from "../../stores/app.ts";
import { useExperimentView } from "../../stores/experiments/experiment-view.ts";
import { useHistory } from "../../stores/history/history.ts";
import { createQuery } from "../../stores/query.ts";
import { formatAge } from "../../ui/figures.ts";
import styles from "./Palette.module.css";
import { PaletteItem } from "./PaletteItem.tsx";

const useFound = createQuery("history.list");
const most = 5;
/** Keys that come within it are one search. */
const quietMs = 150;

/** The newest runs that have a text, and the way to all of them in the history. */
export function FoundRuns({ text, onDone }: { text: string; onDone(): void }) {
  const sought = text.trim();
  const answer = useFound((state) => state.answer);
  useEffect(() => {
    const stop = new AbortController();
    useFound.setState({ answer: null });
    const timer = setTimeout(
      () => void useFound.getState().ask({ filter: { text: sought }, limit: most }, stop.signal),
      quietMs,
    );
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [sought]);

  const open = ({ id, experiment }: RunSummary) => {
    onDone();
    if (experiment) {
      useExperimentView.getState().open(experiment.jobId);
      useApp.getState().show("experiments");
      return;
    }
    useHistory.getState().setFilter({ text: sought });
    useHistory.getState().choose(id);
    useApp.getState().show("history");
  };
  const searchAll = () => {
    onDone();
    useHistory.getState().setFilter({ text: sought });
    useApp.getState().show("history");
  };

  const now = Date.now();
  return (
    <Command.Group heading="Runs" className={styles["group"]}>
      <PaletteItem
        value="runs"
        icon={<History aria-hidden="true" />}
        title={`Search the history for “${sought}”`}
        onSelect={searchAll}
      />
      {answer?.runs.map((run) => (
        <PaletteItem
          key={run.id}
          value={`run ${run.id}`}
          icon={run.experiment ? <FlaskConical aria-hidden="true" /> : <History aria-hidden="true" />}
          title={titleOf(run)}
          note={formatAge(run.startedAt, now)}
          onSelect={() => open(run)}
        />
      ))}
    </Command.Group>
  );
}

function titleOf({ experiment, promptName, model, excerpt }: RunSummary): string {
  if (experiment) return experiment.title;
  return [promptName ?? "A call without a prompt", model, excerpt].filter((part) => part !== "").join(" · ");
}
