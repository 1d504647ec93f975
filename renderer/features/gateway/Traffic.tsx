import { type ReactNode, useState } from "react";
import { useGateway } from "../../stores/gateway/gateway.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { SplitItem, SplitPane } from "../../ui/SplitPane.tsx";
import { Tabs } from "../../ui/Tabs.tsx";
import { CallDetail } from "./CallDetail.tsx";
import { CallTable } from "./CallTable.tsx";
import styles from "./Gateway.module.css";
import type { GatewayViews } from "./Gateway.tsx";
import { UseIt } from "./UseIt.tsx";

interface TrafficProps extends GatewayViews {
  /** A chosen call opens below the log; elsewhere it is none of this. */
  callBelow: boolean;
  /** The config, where it has no place of its own: one more tab. */
  config?: ReactNode;
}

/** What came through the gateway, and how to send something through it. */
export function Traffic({ Report, callBelow, config }: TrafficProps) {
  // Before the first call it is the config that is worked on.
  const [chosenTab, setTab] = useState(() => (useGateway.getState().calls.length === 0 ? "config" : "calls"));
  const tab = chosenTab === "config" && !config ? "calls" : chosenTab;
  const count = useGateway((state) => state.calls.length);
  const debugs = useGateway((state) => state.status?.options.debug === true || state.lines.length > 0);
  return (
    <section className={styles["traffic"]} aria-label="Traffic">
      <Tabs
        label="Gateway"
        value={tab}
        onChange={setTab}
        tabs={[
          ...(config ? [{ id: "config", label: "Config", content: config }] : []),
          {
            id: "calls",
            label: count === 0 ? "Calls" : `Calls ${count}`,
            content: <Calls Report={Report} callBelow={callBelow} onShowUse={() => setTab("use")} />,
          },
          { id: "use", label: "Use it", content: <UseIt /> },
          ...(debugs ? [{ id: "debug", label: "Debug log", content: <DebugLog /> }] : []),
        ]}
      />
    </section>
  );
}

function Calls({ Report, callBelow, onShowUse }: TrafficProps & { onShowUse(): void }) {
  const count = useGateway((state) => state.calls.length);
  const running = useGateway((state) => state.status?.state === "running");
  const chosen = useGateway((state) => state.chosen);
  if (count === 0) {
    return (
      <EmptyState
        text={running ? "Waiting for the first call." : "Calls show here as they come in, and stay in the history."}
        action={
          running ? (
            <button type="button" className={styles["link"]} onClick={onShowUse}>
              How to call it
            </button>
          ) : undefined
        }
      />
    );
  }
  if (!callBelow) return <CallTable />;
  return (
    <SplitPane vertical>
      <SplitItem minSize={120}>
        <CallTable />
      </SplitItem>
      <SplitItem minSize={160} preferredSize={560} visible={chosen !== null}>
        {chosen === null ? null : <CallDetail key={chosen} Report={Report} />}
      </SplitItem>
    </SplitPane>
  );
}

function DebugLog() {
  const lines = useGateway((state) => state.lines);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard
    <div role="log" className={styles["debug"]} aria-label="Debug log" tabIndex={0}>
      <pre>{lines.length === 0 ? "Each outgoing request is written here as curl." : lines.join("\n")}</pre>
    </div>
  );
}
