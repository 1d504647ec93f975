import type { RunRecord } from "@shared/domain/run/run.ts";
import type { Exchange } from "@shared/domain/wire/wire.ts";
import { useMemo, useState } from "react";
import { SegmentedControl } from "../../../ui/SegmentedControl.tsx";
import { Switch } from "../../../ui/Switch.tsx";
import { DifferenceList } from "../wire/DifferenceList.tsx";
import { JsonTree } from "../wire/JsonTree.tsx";
import styles from "./Inspector.module.css";
import { type StageId, stageDifferences, stagesOf } from "./stages.ts";

/** The way from template to wire: each stage as data, or what it changed in the one before. */
export function StagesTab({ exchange, record }: { exchange: Exchange; record: RunRecord }) {
  const stages = useMemo(() => stagesOf(record, exchange.request), [record, exchange.request]);
  const [wanted, setWanted] = useState<StageId>("wire");
  const [asDiff, setAsDiff] = useState(true);
  const stage = stages.find(({ id }) => id === wanted) ?? stages.at(-1);
  if (!stage) return <p className={styles["none"]}>No stage was reached.</p>;
  const before = stages[stages.indexOf(stage) - 1];
  const showsDiff = asDiff && before !== undefined;
  return (
    <div className={styles["tab"]}>
      <div className={styles["controls"]}>
        <SegmentedControl<StageId>
          label="Stage"
          value={stage.id}
          segments={stages.map(({ id, title }) => ({ value: id, label: title }))}
          onChange={setWanted}
        />
        {before && (
          <span className={styles["control"]}>
            <Switch label={`Show only what changed since ${before.title}`} checked={asDiff} onChange={setAsDiff} />
            changes since {before.title.toLowerCase()}
          </span>
        )}
      </div>
      <p className={styles["about"]}>{stage.text}</p>
      {showsDiff ? (
        <DifferenceList
          differences={stageDifferences(stages, stage.id)}
          same={`The same as ${before.title.toLowerCase()}.`}
        />
      ) : (
        <JsonTree key={stage.id} value={stage.value} label={`Stage ${stage.title}`} />
      )}
    </div>
  );
}
