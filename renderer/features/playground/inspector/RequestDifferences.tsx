import { diffRequests, summarizeDifferences } from "@shared/domain/diff/request-diff.ts";
import type { WireRequest } from "@shared/domain/wire/wire.ts";
import { useMemo } from "react";
import { DifferenceList } from "../wire/DifferenceList.tsx";
import styles from "./Inspector.module.css";

/** In what two requests differ on the wire: one line that sums it up, then each difference. */
export function RequestDifferences({ before, after }: { before: WireRequest; after: WireRequest }) {
  const differences = useMemo(() => diffRequests(before, after), [before, after]);
  const summary = summarizeDifferences(differences);
  return (
    <>
      {summary !== "" && (
        <p className={styles["about"]}>
          Differs in <b className={styles["summary"]}>{summary}</b>
        </p>
      )}
      <DifferenceList differences={differences} same="Both requests are the same, byte for byte." />
    </>
  );
}
