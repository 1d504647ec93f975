import { useCompare } from "../../../stores/run/compare.ts";
import { classNames } from "../../../ui/class-names.ts";
import styles from "./compare.module.css";
import { type RequestComparison, useRequestComparisons } from "./request-comparison.ts";

/** What a person changed between the variants, in one line; what comes of it on the wire is a click away. */
export function RequestDiffLine() {
  const { baseTitle, others } = useRequestComparisons();
  const set = useCompare((state) => state.set);
  const [only] = others;
  const same = others.every(({ asked }) => asked?.length === 0);
  return (
    <section className={classNames(styles["line"], styles["what"])} aria-label="What differs">
      <button
        type="button"
        className={styles["requests"]}
        aria-haspopup="dialog"
        title={`${others.map(askedText).join("\n")}\nCompared with ${baseTitle}. Shows the requests too.`}
        onClick={() => set({ requestsOpen: true })}
      >
        {same
          ? `${others.length === 1 && only ? `${baseTitle} and ${only.title}` : "All variants"} ask the same.`
          : others.map((other) => (
              <span key={other.id} className={styles["difference"]}>
                <b>{other.title}</b>: {saidOf(other)}
              </span>
            ))}
        {!same && <span className={styles["quiet"]}>against {baseTitle}</span>}
      </button>
    </section>
  );
}

const askedText = (other: RequestComparison) => `${other.title}: ${saidOf(other)}`;

function saidOf({ asked }: RequestComparison): string {
  if (!asked) return "not ready yet";
  return asked.length === 0 ? "asks the same" : asked.join(", ");
}
