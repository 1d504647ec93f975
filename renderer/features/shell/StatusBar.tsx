import { useEffect, useState } from "react";
import { useApp } from "../../stores/app.ts";
import { useLibrary } from "../../stores/library.ts";
import { useRunCount } from "../../stores/run-count.ts";
import { useSettings } from "../../stores/settings.ts";
import { ageText } from "./age-text.ts";
import styles from "./StatusBar.module.css";

const compileTexts = { python: "Langfuse Python", js: "Langfuse JS" } as const;
const clientMessageTexts = { replace: "replaced by the prompt", append: "appended to the prompt" } as const;

/** What is going on, in one quiet line: what was recorded, how old the list is, which rules apply. */
export function StatusBar() {
  const runs = useRunCount((state) => state.count);
  const preferences = useSettings((state) => state.settings?.preferences);
  const show = useApp((state) => state.show);
  return (
    <footer className={styles["bar"]}>
      <span>
        <b>{runs === 1 ? "1 run" : `${runs} runs`}</b> recorded
      </span>
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

function LibraryAge() {
  const list = useLibrary((state) => state.list);
  const now = useClock(5_000);
  if (list === null) return null;
  const count = list.prompts.length === 1 ? "1 prompt" : `${list.prompts.length.toLocaleString("en-US")} prompts`;
  if (list.freshness === "bundled") return <span>{count}, bundled samples</span>;
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
