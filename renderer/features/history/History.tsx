import type { HistoryRun } from "@shared/domain/run/history.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { type ComponentType, useEffect, useRef } from "react";
import { useDraft } from "../../stores/draft/draft.ts";
import { useHistory } from "../../stores/history/history.ts";
import { useLiveRun } from "../../stores/run/live-run.ts";
import type { RunView } from "../../stores/run/runs.ts";
import { OneInFront } from "../../ui/OneInFront.tsx";
import { SplitItem, SplitPane } from "../../ui/SplitPane.tsx";
import { useWindowRoom } from "../../ui/window-form.ts";
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

/** Of the list, in pixels. */
const listWidth = 460;
/** In a window that leaves more of it to the run. */
const narrowListWidth = 340;

/**
 * Every run that was kept: to find, read, rate, compare, run again and take away. In a small window the list and what is
 * chosen in it are shown one at a time.
 */
export function History(views: HistoryViews) {
  const { form } = useWindowRoom();
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

  const small = form === "small";
  const front = useFront();
  const list = (
    <section className={styles["side"]} aria-labelledby="history-title">
      <HistoryHeader />
      <HistoryBanners />
      <HistoryFilters searchRef={search} />
      <ChosenBar alone={small} />
      <HistoryResults />
    </section>
  );
  const runs = <ChosenRuns {...views} />;
  if (small) {
    return (
      <OneInFront front={front ? runs : null} back="Back to the runs" onBack={() => useHistory.getState().read(false)}>
        {list}
      </OneInFront>
    );
  }
  // What was dragged in a wider window is not what one would choose in a narrow one.
  const preferred = form === "narrow" ? narrowListWidth : typeof width === "number" ? width : listWidth;
  return (
    <SplitPane
      key={form === "narrow" ? "narrow" : "wide"}
      onSizes={([size]) => {
        if (size !== undefined && size > 0 && form !== "narrow") setLayout("history.width", Math.round(size));
      }}
    >
      <SplitItem minSize={280} maxSize={760} preferredSize={preferred}>
        {list}
      </SplitItem>
      <SplitItem minSize={360}>{runs}</SplitItem>
    </SplitPane>
  );
}

/** There is something to read and it is to be read: a run, a comparison, or one under way, which comes to the front itself. */
function useFront(): boolean {
  const live = useLiveRun((state) => state.live !== null);
  const chosen = useHistory((state) => state.chosen.length > 0);
  const reading = useHistory((state) => state.reading);
  useEffect(() => {
    if (live) useHistory.getState().read(true);
  }, [live]);
  return reading && (live || chosen);
}
