import { answerJson, answerText } from "@shared/domain/run/answer-text.ts";
import type { HistoryRun } from "@shared/domain/run/history.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { useMemo, useState } from "react";
import type { DiffForm } from "../../../stores/run/compare.ts";
import { Tabs } from "../../../ui/Tabs.tsx";
import { endText } from "../answer/outcome-text.ts";
import { AnswerDiff } from "../compare/AnswerDiff.tsx";
import { DiffControls } from "../compare/DiffControls.tsx";
import { ComparedSide } from "./ComparedSide.tsx";
import { comparedExchange } from "./inspected-exchanges.ts";
import styles from "./Report.module.css";
import { RequestDifferences } from "./RequestDifferences.tsx";

interface RunComparisonProps {
  before: HistoryRun;
  after: HistoryRun;
  /** Reads one of the two alone. */
  onOpen(runId: string): void;
}

/** Two kept runs against each other: what was sent and what came out. */
export function RunComparison({ before, after, onOpen }: RunComparisonProps) {
  const [tab, setTab] = useState("requests");
  const [one, other] = [before.record, after.record];
  return (
    <div className={styles["report"]}>
      <div className={styles["sides"]}>
        <ComparedSide title="Older run" sign="−" run={before} onOpen={() => onOpen(one.id)} />
        <ComparedSide title="Newer run" sign="+" run={after} onOpen={() => onOpen(other.id)} />
      </div>
      <Tabs
        className={styles["comparison"]}
        label="Comparison"
        value={tab}
        onChange={setTab}
        tabs={[
          { id: "requests", label: "Requests", content: <Requests before={one} after={other} /> },
          { id: "outputs", label: "Outputs", content: <Outputs before={one} after={other} /> },
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
  const [form, setForm] = useState<DiffForm>("words");
  const [folded, setFolded] = useState(true);
  const one = useMemo(() => compared(before, "the older answer"), [before]);
  const other = useMemo(() => compared(after, "the newer answer"), [after]);
  if (one.text === "" && other.text === "") return <p className={styles["none"]}>Neither run has an answer.</p>;
  return (
    <section className={styles["outputs"]} aria-label="Difference of the answers">
      <div className={styles["controls"]}>
        <DiffControls form={form} folded={folded} onForm={setForm} onFolded={setFolded} />
      </div>
      <AnswerDiff before={one} after={other} form={form} folded={folded} />
    </section>
  );
}

/** What came out of a run: what was said, the tools it calls, and how it ended when that was not well. */
function compared(record: RunRecord, title: string) {
  const text = [answerText(record.output), endText(record)].filter((part) => part !== "").join("\n\n");
  return { title, text, json: answerJson(record.output) };
}
