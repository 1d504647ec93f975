import type { RunRecord } from "@shared/domain/run/run.ts";
import { type ComponentType, useEffect, useRef } from "react";
import { useDraft } from "../../stores/draft/draft.ts";
import { useGateway } from "../../stores/gateway/gateway.ts";
import { SplitItem, SplitPane } from "../../ui/SplitPane.tsx";
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

/** The gateway: its config and what is wrong with it, start and stop, how to call it, and what came through it. */
export function Gateway({ Report }: GatewayViews) {
  const text = useGateway((state) => state.text);
  const width = useDraft.getState().draft.layout["gateway.width"];
  const setLayout = useDraft((state) => state.setLayout);
  const cursor = useRef<ConfigCursor>(null);
  useEffect(() => void useGateway.getState().load(), []);

  return (
    <div className={styles["view"]}>
      <GatewayHeader />
      <GatewayNotices />
      <div className={styles["body"]}>
        {text === "" ? (
          <EmptyConfig />
        ) : (
          <SplitPane
            onSizes={([config]) => {
              if (config !== undefined && config > 0) setLayout("gateway.width", Math.round(config));
            }}
          >
            <SplitItem minSize={280} preferredSize={typeof width === "number" ? width : 420}>
              <section className={styles["config"]} aria-label="Config">
                <ConfigEditor ref={cursor} />
                <ProblemList onGoTo={(line, column) => cursor.current?.goTo(line, column)} />
              </section>
            </SplitItem>
            <SplitItem minSize={360}>
              <Traffic Report={Report} />
            </SplitItem>
          </SplitPane>
        )}
      </div>
    </div>
  );
}
