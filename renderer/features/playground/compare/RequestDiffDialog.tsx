import { diffTexts } from "@shared/domain/diff/text-diff.ts";
import { useMemo } from "react";
import { useCompare } from "../../../stores/run/compare.ts";
import { Dialog } from "../../../ui/Dialog.tsx";
import { foldAt, foldable } from "../diff/folding.ts";
import { DifferenceList } from "../wire/DifferenceList.tsx";
import { MarkedText } from "../wire/MarkedText.tsx";
import styles from "./compare.module.css";
import { BaseSelect } from "./DiffBar.tsx";
import { type RequestComparison, useRequestComparisons } from "./request-comparison.ts";
import { useBase } from "./use-base.ts";

/** What a person changed between the variants, then every difference of the requests on the wire. */
export function RequestDiffDialog() {
  const open = useCompare((state) => state.requestsOpen);
  const set = useCompare((state) => state.set);
  return (
    <Dialog open={open} onClose={() => set({ requestsOpen: false })} title="What differs" size="wide">
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
        <BaseSelect label="Compare with" base={base} />
      </p>
      {others.map((other) => (
        <section key={other.id} className={styles["pair"]} aria-label={`${baseTitle} and ${other.title}`}>
          <h3>{other.title}</h3>
          <Asked other={other} baseTitle={baseTitle} />
          <Messages other={other} />
          <details className={styles["wire"]}>
            <summary>
              On the wire <span className={styles["quiet"]}>{other.summary}</span>
            </summary>
            {other.differences && (
              <DifferenceList differences={other.differences} same={`Sends the same as ${baseTitle}, byte for byte.`} />
            )}
          </details>
        </section>
      ))}
    </div>
  );
}

function Asked({ other: { asked }, baseTitle }: { other: RequestComparison; baseTitle: string }) {
  if (!asked) return <p className={styles["quiet"]}>One of the two cannot be prepared yet.</p>;
  if (asked.length === 0) return <p>Asks the same as {baseTitle}.</p>;
  return (
    <ul className={styles["asked"]} aria-label="What was changed">
      {asked.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}

/** The messages as they are written before any provider's form, so that like stands beside like. */
function Messages({ other: { messages } }: { other: RequestComparison }) {
  const before = messages?.before ?? "";
  const after = messages?.after ?? "";
  const parts = useMemo(() => {
    const all = diffTexts(before, after, "words");
    return foldAt(all, foldable(all));
  }, [before, after]);
  if (!messages) return null;
  if (before === after) return <p className={styles["quiet"]}>The same messages.</p>;
  return (
    <div className={styles["messages"]}>
      <MarkedText parts={parts} />
    </div>
  );
}
