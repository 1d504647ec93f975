import { useCompare } from "../../../stores/run/compare.ts";
import { Dialog } from "../../../ui/Dialog.tsx";
import { DifferenceList } from "../wire/DifferenceList.tsx";
import styles from "./compare.module.css";
import { BaseSelect } from "./DiffBar.tsx";
import { useRequestComparisons } from "./request-comparison.ts";
import { useBase } from "./use-base.ts";

/** Every difference of the requests on the wire: address, headers, and the body by its JSON paths. */
export function RequestDiffDialog() {
  const open = useCompare((state) => state.requestsOpen);
  const set = useCompare((state) => state.set);
  return (
    <Dialog open={open} onClose={() => set({ requestsOpen: false })} title="Differences of the requests" size="wide">
      <RequestDiffs />
    </Dialog>
  );
}

function RequestDiffs() {
  const base = useBase();
  const { baseTitle, others } = useRequestComparisons();
  return (
    <div className={styles["dialog"]}>
      <p className={styles["dialogTop"]}>
        <BaseSelect label="Compare requests with" base={base} />
        <span className={styles["quiet"]}>as they go over the wire, after all mapping</span>
      </p>
      {others.map(({ id, title, summary, differences }) => (
        <section key={id} className={styles["pair"]} aria-label={`${baseTitle} and ${title}`}>
          <h3>
            {title} <span className={styles["quiet"]}>{summary}</span>
          </h3>
          {differences && (
            <DifferenceList differences={differences} same={`Sends the same as ${baseTitle}, byte for byte.`} />
          )}
        </section>
      ))}
    </div>
  );
}
