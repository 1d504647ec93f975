import type { RunSummary } from "@shared/domain/run/history.ts";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { useHistory } from "../../stores/history/history.ts";
import type { Choosing } from "../../stores/history/history-choice.ts";
import { Spinner } from "../../ui/Spinner.tsx";
import styles from "./HistoryList.module.css";
import { HistoryRow, rowId } from "./HistoryRow.tsx";
import { type ListLine, linesOf } from "./run-row.ts";

const rowHeight = 46;
const dayHeight = 28;
/** The next page is asked for when so many rows are left below. */
const rowsAhead = 40;

/**
 * The runs found, newest first; only rows in sight exist and further pages come as they are scrolled to. The list has
 * the focus: arrows move; Ctrl with a click or Space adds a run to the chosen ones, Shift with a click or an arrow all up to
 * there, Ctrl+A all that are loaded; Delete removes what is chosen. Where list and run are shown one at a time the arrows
 * stay in the list, and Enter reads what is chosen.
 */
export function HistoryList() {
  const scroll = useRef<HTMLDivElement>(null);
  const runs = useHistory((state) => state.runs);
  const chosen = useHistory((state) => state.chosen);
  const loading = useHistory((state) => state.loading);
  const next = useHistory((state) => state.next);
  const { choose, chooseAll, loadMore, read, remove } = useHistory.getState();
  const [activeId, setActiveId] = useState<string | null>(null);
  const now = useToday();
  const active = runs.findIndex(({ id }) => id === (activeId ?? chosen[0]));

  const today = new Date(now).toDateString();
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the time only the day is said
  const lines = useMemo(() => linesOf(runs, now), [runs, today]);
  const lineOf = useMemo(
    () => new Map(lines.flatMap((line, at) => ("run" in line ? [[line.run.id, at]] : []))),
    [lines],
  );

  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroll.current,
    estimateSize: (index) => (isRun(lines[index]) ? rowHeight : dayHeight),
    overscan: 10,
    getItemKey: (index) => keyOf(lines[index]) ?? index,
  });
  const items = virtual.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (next !== null && !loading && lastShown >= lines.length - rowsAhead) void loadMore();
  }, [next, loading, lastShown, lines.length, loadMore]);

  const filter = useHistory((state) => state.filter);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is found anew is read from its top
  useEffect(() => {
    scroll.current?.scrollTo({ top: 0 });
  }, [filter]);

  const go = (index: number, how: Choosing = "alone") => {
    const run = runs[Math.min(Math.max(index, 0), runs.length - 1)];
    if (!run) return;
    setActiveId(run.id);
    choose(run.id, how);
    read(false);
    // With the first of a day its heading.
    const at = lineOf.get(run.id) ?? 0;
    if (!isRun(lines[at - 1])) virtual.scrollToIndex(at - 1, { align: "auto" });
    virtual.scrollToIndex(at, { align: "auto" });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const run = runs[active];
    const pageRows = Math.floor((scroll.current?.clientHeight ?? rowHeight) / rowHeight);
    const how = event.shiftKey ? "through" : "alone";
    if (event.key === "a" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      chooseAll();
      return;
    }
    const moves: Record<string, () => void> = {
      ArrowDown: () => go(active + 1, how),
      ArrowUp: () => go(active - 1, how),
      PageDown: () => go(active + pageRows),
      PageUp: () => go(active - pageRows),
      Home: () => go(0),
      End: () => go(runs.length - 1),
      ...(chosen.length > 0 ? { Enter: () => read(true) } : {}),
      ...(run ? { " ": () => choose(run.id, "together") } : {}),
      ...(run || chosen.length > 1 ? { Delete: () => void remove(chosen.length > 1 || !run ? chosen : [run.id]) } : {}),
    };
    const move = moves[event.key];
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move();
  };

  const activeRun = runs[active];
  return (
    <div
      ref={scroll}
      role="listbox"
      tabIndex={0}
      aria-label="Runs"
      aria-multiselectable="true"
      aria-activedescendant={activeRun ? rowId(activeRun.id) : undefined}
      className={styles["list"]}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" className={styles["rows"]} style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, key, start }) => {
          const line = lines[index];
          if (line === undefined) return null;
          if (!isRun(line)) return <DayLine key={key} day={line.day} top={start} />;
          const { run, place } = line;
          return (
            <HistoryRow
              key={key}
              run={run}
              top={start}
              now={now}
              place={place + 1}
              total={next === null ? runs.length : -1}
              chosen={chosen.includes(run.id)}
              active={place === active}
              onChoose={(how) => {
                setActiveId(run.id);
                choose(run.id, how);
              }}
            />
          );
        })}
      </div>
      {loading && runs.length > 0 && <Spinner label="Loading older runs" />}
    </div>
  );
}

function isRun(line: ListLine | undefined): line is Extract<ListLine, { run: RunSummary }> {
  return line !== undefined && "run" in line;
}

function keyOf(line: ListLine | undefined): string | undefined {
  return line && ("run" in line ? line.run.id : `day ${line.key}`);
}

/** Each run says its day to a screen reader, of which a list of options has no headings. */
function DayLine({ day, top }: { day: string; top: number }) {
  return (
    <div aria-hidden="true" className={styles["day"]} style={{ transform: `translateY(${top}px)` }}>
      {day}
    </div>
  );
}

/** The time, renewed every minute: at midnight "today" becomes a date. */
function useToday(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 60_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
