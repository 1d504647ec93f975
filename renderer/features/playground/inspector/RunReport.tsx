import type { RunRecord } from "@shared/domain/run/run.ts";
import { useMemo, useState } from "react";
import { viewOfRecord } from "../../../stores/run/record-view.ts";
import type { RunView } from "../../../stores/run/runs.ts";
import { JsonView } from "../../../ui/JsonView.tsx";
import { growsWithWindow, SplitItem, SplitPane } from "../../../ui/SplitPane.tsx";
import { Tabs } from "../../../ui/Tabs.tsx";
import { useWindowRoom } from "../../../ui/window-form.ts";
import { MetricLine } from "../answer/MetricLine.tsx";
import { MessageCard } from "../messages/MessageCard.tsx";
import { InspectorView } from "./InspectorView.tsx";
import { setOfRun } from "./inspected-exchanges.ts";
import styles from "./Report.module.css";
import { RunAnswer } from "./RunAnswer.tsx";
import { ScrubNote } from "./ScrubNote.tsx";
import { useScrubbedRun } from "./use-scrubbed-run.ts";

interface RunReportProps {
  record: RunRecord;
  /** Runs it again with a body typed by hand; absent where that is not possible. */
  onResend?: (body: string) => void;
}

/** In pixels: 220 of the answer, and the tabs and figures around it. */
const answerHeight = 282;

/**
 * A kept run to read: its answer and figures, its messages and values, and every exchange as it was; those are one more tab
 * where there is no room for them below the answer.
 */
export function RunReport({ record, onResend }: RunReportProps) {
  const [tab, setTab] = useState("output");
  const [exchangeId, setExchangeId] = useState<string | null>(null);
  const view = useMemo(() => viewOfRecord(record), [record]);
  const shown = useScrubbedRun(view) ?? view;
  const sets = useMemo(() => [setOfRun(record.id, null, record)], [record]);
  const requests = (
    <InspectorView
      sets={sets}
      preferredKey={record.id}
      chosenId={exchangeId}
      onChoose={setExchangeId}
      onResend={onResend && ((_set, body) => onResend(body))}
      empty="This run sent no request."
    />
  );
  const { hasPanel } = useWindowRoom();
  const report = (
    <div className={styles["report"]}>
      <Tabs
        label="Run"
        value={tab === "requests" && hasPanel ? "output" : tab}
        about={record}
        onChange={setTab}
        tabs={[
          { id: "output", label: "Output", content: <Answer run={shown} /> },
          { id: "messages", label: "Messages", content: <Messages record={record} /> },
          { id: "values", label: "Values", content: <Values record={record} /> },
          ...(hasPanel ? [] : [{ id: "requests", label: "Requests", content: requests }]),
        ]}
      />
      <MetricLine run={view} />
    </div>
  );
  if (!hasPanel) return report;
  return (
    <SplitPane vertical>
      <SplitItem minSize={answerHeight} priority={growsWithWindow}>
        {report}
      </SplitItem>
      <SplitItem minSize={120} preferredSize={300}>
        {requests}
      </SplitItem>
    </SplitPane>
  );
}

function Answer({ run }: { run: RunView }) {
  return (
    <>
      <ScrubNote run={run} />
      <RunAnswer run={run} />
    </>
  );
}

function Messages({ record: { compiled, request } }: { record: RunRecord }) {
  if (!compiled) return <p className={styles["none"]}>No messages were compiled.</p>;
  const turns = request.continuation?.length ?? 0;
  return (
    <div className={styles["messages"]}>
      {compiled.messages.map((message, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: messages have no identity but their place
        <MessageCard key={index} compiled={message} />
      ))}
      {turns > 0 && <p className={styles["none"]}>The last {turns} are further turns of the conversation.</p>}
    </div>
  );
}

function Values({ record: { request } }: { record: RunRecord }) {
  const { variables, placeholders, overrides, parameters } = request;
  return (
    <div className={styles["values"]}>
      <JsonView value={{ variables, placeholders, overrides, parameters }} label="Values of the run" />
    </div>
  );
}
