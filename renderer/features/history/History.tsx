import type { HistoryRun } from "@shared/domain/run/history.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { type ComponentType, useEffect, useRef } from "react";
import { useDraft } from "../../stores/draft/draft.ts";
import { useHistory } from "../../stores/history/history.ts";
import type { RunView } from "../../stores/run/runs.ts";
import { SplitItem, SplitPane } from "../../ui/SplitPane.tsx";
import { ChosenBar } from "./ChosenBar.tsx";
import { ChosenRuns } from "./ChosenRuns.tsx";
import styles from "./History.module.css";
import { HistoryBanners } from "./HistoryBanners.tsx";
import { HistoryFilters } from "./HistoryFilters.tsx";
import { HistoryHeader } from "./HistoryHeader.tsx";
import { HistoryResults } from "./HistoryResults.tsx";
import { useOtherWriters } from "./use-other-writers.ts";

export interface HistoryViews {
  /** A run to read, with the same inspector as in the playground. */
  Report: ComponentType<{ record: RunRecord; onResend?(body: string): void }>;
  Comparison: ComponentType<{ before: HistoryRun; after: HistoryRun; onOpen(runId: string): void }>;
  /** The answer of a run under way. */
  Answer: ComponentType<{ run: RunView }>;
}

/** Every run that was kept: to find, read, rate, compare, run again and take away. */
export function History(views: HistoryViews) {
  const search = useRef<HTMLInputElement>(null);
  const searchAsked = useHistory((state) => state.searchAsked);
  const kept = useHistory((state) => state.status?.runs);
  const width = useDraft.getState().draft.layout["history.width"];
  const setLayout = useDraft((state) => state.setLayout);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a run that has come or gone is news for the list
  useEffect(() => {
    void useHistory.getState().refresh();
    void useHistory.getState().loadFacets();
  }, [kept]);
  useOtherWriters();
  useEffect(() => {
    if (!searchAsked) return;
    search.current?.select();
    useHistory.getState().askForSearch(false);
  }, [searchAsked]);

  return (
    <SplitPane
      onSizes={([list]) => {
        if (list !== undefined && list > 0) setLayout("history.width", Math.round(list));
      }}
    >
      <SplitItem minSize={280} maxSize={760} preferredSize={typeof width === "number" ? width : 460}>
        <section className={styles["side"]} aria-labelledby="history-title">
          <HistoryHeader />
          <HistoryBanners />
          <HistoryFilters searchRef={search} />
          <ChosenBar />
          <HistoryResults />
        </section>
      </SplitItem>
      <SplitItem minSize={360}>
        <ChosenRuns {...views} />
      </SplitItem>
    </SplitPane>
  );
}
