import type { RunRecord } from "@shared/domain/run.ts";
import { useMemo, useState } from "react";
import { diffAgainst, foldSame } from "../../../diff/output-diff.ts";
import { viewOfRecord } from "../../../stores/record-view.ts";
import { Tabs } from "../../../ui/Tabs.tsx";
import { MetricLine } from "../variants/MetricLine.tsx";
import { MarkedText } from "../wire/MarkedText.tsx";
import { comparedExchange } from "./inspected-run.ts";
import styles from "./Report.module.css";
import { RequestDifferences } from "./RequestDifferences.tsx";

/** Two kept runs against each other: what was sent and what came out. */
export function RunComparison({ before, after }: { before: RunRecord; after: RunRecord }) {
  const [tab, setTab] = useState("requests");
  return (
    <div className={styles["report"]}>
      <div className={styles["sides"]}>
        {[before, after].map((record, index) => (
          <div key={record.id} className={styles["side"]}>
            <b>{index === 0 ? "−" : "+"}</b>
            <span className={styles["model"]}>
              {record.resolved ? `${record.resolved.prompt.name} v${record.resolved.prompt.version} · ` : ""}
              {record.plan?.route.model ?? record.request.model}
            </span>
            <MetricLine run={viewOfRecord(record)} />
          </div>
        ))}
      </div>
      <Tabs
        label="Comparison"
        value={tab}
        onChange={setTab}
        tabs={[
          { id: "requests", label: "Requests", content: <Requests before={before} after={after} /> },
          { id: "outputs", label: "Outputs", content: <Outputs before={before} after={after} /> },
        ]}
      />
    </div>
  );
}

function Requests({ before, after }: { before: RunRecord; after: RunRecord }) {
  const [one, other] = [comparedExchange(before)?.request, comparedExchange(after)?.request];
  if (!one || !other) return <p className={styles["none"]}>One of the runs sent no request.</p>;
  return (
    <div className={styles["differences"]}>
      <RequestDifferences before={one} after={other} />
    </div>
  );
}

function Outputs({ before, after }: { before: RunRecord; after: RunRecord }) {
  const [one, other] = [before.output.text, after.output.text];
  const parts = useMemo(() => foldSame(diffAgainst(one, [other], "words")[0] ?? []), [one, other]);
  if (one === other) return <p className={styles["none"]}>Both answers are the same, character for character.</p>;
  return (
    <section className={styles["outputs"]} aria-label="Difference of the answers">
      <MarkedText parts={parts} />
    </section>
  );
}
