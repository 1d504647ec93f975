import { useSetup } from "../../../stores/experiments/setup/setup.ts";
import { setReused } from "../../../stores/experiments/setup/take-up-again.ts";
import { Button } from "../../../ui/Button.tsx";
import { Notice } from "../../../ui/Notice.tsx";
import styles from "./SetupNotices.module.css";

/** What came along with a set-up that was loaded, and the way back to the one before. */
export function SetupNotices() {
  const { replaced, notes, bringBack, dismissNotes } = useSetup();
  const sample = useSetup((state) => state.draft.sample === true);
  const joins = useSetup((state) => state.draft.joins);
  if (!replaced && notes.length === 0 && !sample && !joins) return null;
  return (
    <div className={styles["notices"]}>
      {sample && (
        <Notice tone="accent">
          This is a sample: invented rows, sample prompts and answers written beforehand. No model is called and it
          costs nothing.
        </Notice>
      )}
      {joins && (
        <Notice
          tone="accent"
          actions={
            <Button size="small" onClick={() => setReused(null)}>
              Send everything
            </Button>
          }
        >
          {joins.how === "add"
            ? `Adds to “${joins.title}”: add rows at the end, variants, repetitions or evaluators. What has been answered is taken over and not sent again.`
            : `Answers of “${joins.title}” to the very same calls are taken over; only other calls are sent.`}
        </Notice>
      )}
      {(replaced || notes.length > 0) && (
        <Notice
          tone={notes.length > 0 ? "warn" : "neutral"}
          onDismiss={dismissNotes}
          {...(replaced
            ? {
                actions: (
                  <Button size="small" onClick={bringBack}>
                    Bring back
                  </Button>
                ),
              }
            : {})}
        >
          {replaced && (
            <span>
              {replaced.by} took the place of the {replaced.what} before.{" "}
            </span>
          )}
          {notes.length > 0 && (
            <ul className={styles["list"]}>
              {notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          )}
        </Notice>
      )}
    </div>
  );
}
