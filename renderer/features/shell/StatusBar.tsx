import { useEffect, useState } from "react";
import { useApp } from "../../stores/app.ts";
import { useHistory } from "../../stores/history/history.ts";
import { openList, useLibrary } from "../../stores/prompts/library.ts";
import { countRecordedRuns } from "../../stores/run/run-count.ts";
import { libraryName, useOpenLibrary } from "../../stores/settings/libraries.ts";
import { useSettings } from "../../stores/settings/settings.ts";
import { plural } from "../../ui/figures.ts";
import { ageText } from "./age-text.ts";
import styles from "./StatusBar.module.css";

const compileTexts = { python: "Langfuse Python", js: "Langfuse JS" } as const;
const clientMessageTexts = { replace: "replaced by the prompt", append: "appended to the prompt" } as const;

/** What is going on, in one quiet line: what was recorded, how old the list is, which rules apply. */
export function StatusBar() {
  const preferences = useSettings((state) => state.settings?.preferences);
  const show = useApp((state) => state.show);
  return (
    <footer className={styles["bar"]}>
      <RecordedRuns />
      <LibraryAge />
      <span className={styles["space"]} />
      {preferences === undefined ? null : (
        <>
          <button type="button" className={styles["rule"]} onClick={() => show("settings", "rules")}>
            Compiled as <b>{compileTexts[preferences.compileMode]}</b>
          </button>
          <button type="button" className={styles["rule"]} onClick={() => show("settings", "rules")}>
            Client messages <b>{clientMessageTexts[preferences.clientMessagesMode]}</b>
          </button>
        </>
      )}
      <span>No telemetry</span>
    </footer>
  );
}

/** How many runs are kept, and that they are not when they are not; leads to the history. */
function RecordedRuns() {
  const status = useHistory((state) => state.status);
  const show = useApp((state) => state.show);
  useEffect(countRecordedRuns, []);
  if (status === null) return null;
  const kept = status.problem === null && !status.readOnly;
  return (
    <button type="button" className={styles["rule"]} onClick={() => show("history")}>
      <b>{plural(status.runs, "run")}</b> recorded
      {kept ? null : <span className={styles["stale"]}> · new runs are not kept</span>}
    </button>
  );
}

function LibraryAge() {
  const list = useLibrary(openList);
  const library = useOpenLibrary();
  const isFolder = library !== undefined && !library.needsConnection;
  const now = useClock(5_000);
  if (list === null) return null;
  const count = list.prompts.length === 1 ? "1 prompt" : `${list.prompts.length.toLocaleString("en-US")} prompts`;
  if (list.freshness === "bundled") return <span>{count}, bundled samples</span>;
  // Files are read where they lie: no copy of them grows old.
  if (isFolder) return <span>{`${libraryName(library)}: ${count}`}</span>;
  const age = ageText(Math.max(0, now - list.fetchedAt));
  return (
    <span>
      cache: {count}, {age} old
      {list.freshness === "stale" ? <span className={styles["stale"]}> · stale, refresh failed</span> : null}
    </span>
  );
}

/** The time, renewed every `everyMs` milliseconds. */
function useClock(everyMs: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
