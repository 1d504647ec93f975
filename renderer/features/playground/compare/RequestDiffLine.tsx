import { useCompare } from "../../../stores/run/compare.ts";
import styles from "./compare.module.css";
import { useRequestComparisons } from "./request-comparison.ts";

/** In what the variants' requests differ, in one line. */
export function RequestDiffLine() {
  const { baseTitle, others } = useRequestComparisons();
  const set = useCompare((state) => state.set);
  const same = others.every(({ summary }) => summary === "identical");
  const text = same
    ? "All requests are identical."
    : others.length === 1
      ? undefined
      : others.map(({ title, summary }) => `${title}: ${summary}`).join(" · ");
  const [only] = others;
  return (
    <section className={styles["line"]} aria-label="Request diff">
      <button
        type="button"
        className={styles["requests"]}
        aria-haspopup="dialog"
        title="Show every difference of the requests"
        onClick={() => set({ requestsOpen: true })}
      >
        {text ?? (
          <>
            {baseTitle} and {only?.title} differ in <b>{only?.summary}</b>
          </>
        )}
        {text && !same && <span className={styles["quiet"]}> — against {baseTitle}</span>}
      </button>
    </section>
  );
}
