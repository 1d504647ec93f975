import type { RunRecord } from "@shared/domain/run/run.ts";
import { type ComponentType, type ReactNode, useEffect, useRef } from "react";
import { useDraft } from "../../stores/draft/draft.ts";
import { useGateway } from "../../stores/gateway/gateway.ts";
import { OneInFront } from "../../ui/OneInFront.tsx";
import { SplitItem, SplitPane } from "../../ui/SplitPane.tsx";
import { useWindowRoom } from "../../ui/window-form.ts";
import { CallDetail } from "./CallDetail.tsx";
import { type ConfigCursor, ConfigEditor } from "./ConfigEditor.tsx";
import { EmptyConfig } from "./EmptyConfig.tsx";
import styles from "./Gateway.module.css";
import { GatewayHeader } from "./GatewayHeader.tsx";
import { GatewayNotices } from "./GatewayNotices.tsx";
import { ProblemList } from "./ProblemList.tsx";
import { Traffic } from "./Traffic.tsx";

export interface GatewayViews {
  /** A call to read, with the same inspector as in the playground. */
  Report: ComponentType<{ record: RunRecord }>;
}

/** Of the config, in pixels. */
const configWidth = 420;

/**
 * The gateway: its config and what is wrong with it, start and stop, how to call it, and what came through it. In a small
 * window the config is one more tab, and where there is no room below the log a chosen call is shown alone.
 */
export function Gateway({ Report }: GatewayViews) {
  const text = useGateway((state) => state.text);
  const chosen = useGateway((state) => state.chosen);
  const { form, hasPanel } = useWindowRoom();
  useEffect(() => void useGateway.getState().load(), []);

  // In a narrow window what was decided about a call takes lines that its answer would miss.
  const callBelow = hasPanel && form !== "narrow";
  const traffic = (config?: ReactNode) => <Traffic Report={Report} callBelow={callBelow} config={config} />;
  return (
    <OneInFront
      front={chosen !== null && !callBelow ? <CallDetail key={chosen} Report={Report} alone /> : null}
      back="Back to the calls"
      onBack={() => void useGateway.getState().choose(null)}
    >
      <div className={styles["view"]}>
        <GatewayHeader />
        <GatewayNotices />
        <div className={styles["body"]}>
          {text === "" ? (
            <EmptyConfig />
          ) : form === "small" ? (
            traffic(<Config />)
          ) : (
            <SideBySide>{traffic()}</SideBySide>
          )}
        </div>
      </div>
    </OneInFront>
  );
}

function SideBySide({ children }: { children: ReactNode }) {
  const width = useDraft.getState().draft.layout["gateway.width"];
  const setLayout = useDraft((state) => state.setLayout);
  return (
    <SplitPane
      onSizes={([config]) => {
        if (config !== undefined && config > 0) setLayout("gateway.width", Math.round(config));
      }}
    >
      <SplitItem minSize={280} preferredSize={typeof width === "number" ? width : configWidth}>
        <Config />
      </SplitItem>
      <SplitItem minSize={360}>{children}</SplitItem>
    </SplitPane>
  );
}

/** The config and what is wrong with it. */
function Config() {
  const cursor = useRef<ConfigCursor>(null);
  return (
    <section className={styles["config"]} aria-label="Config">
      <ConfigEditor ref={cursor} />
      <ProblemList onGoTo={(line, column) => cursor.current?.goTo(line, column)} />
    </section>
  );
}
