import type { Exchange } from "@shared/domain/wire.ts";
import { useMemo, useState } from "react";
import { Select } from "../../../ui/Select.tsx";
import styles from "./Inspector.module.css";
import { comparedExchange, type InspectedRun } from "./inspected-run.ts";
import { RequestDifferences } from "./RequestDifferences.tsx";

interface CompareTabProps {
  exchange: Exchange;
  run: InspectedRun;
  runs: readonly InspectedRun[];
}

/** The request against that of another variant or of another attempt. */
export function CompareTab({ exchange, run, runs }: CompareTabProps) {
  const targets = useMemo(() => compareTargets(exchange, run, runs), [exchange, run, runs]);
  const [chosen, setChosen] = useState<string | null>(null);
  const target = targets.find(({ id }) => id === chosen) ?? targets[0];
  if (!target) return <p className={styles["none"]}>Nothing to compare with yet: run another variant.</p>;
  return (
    <div className={styles["tab"]}>
      <div className={styles["controls"]}>
        <Select
          aria-label="Compare with"
          value={target.id}
          options={targets.map(({ id, label }) => ({ value: id, label }))}
          onChange={setChosen}
        />
      </div>
      <RequestDifferences before={target.exchange.request} after={exchange.request} />
    </div>
  );
}

interface CompareTarget {
  id: string;
  label: string;
  exchange: Exchange;
}

function compareTargets(exchange: Exchange, run: InspectedRun, runs: readonly InspectedRun[]): CompareTarget[] {
  const attempts = run.record.exchanges.filter(({ id, kind }) => kind === "provider" && id !== exchange.id);
  return [
    ...runs.flatMap((other) => {
      const compared = other.key === run.key ? undefined : comparedExchange(other.record);
      const label = `Variant ${other.letter ?? ""} · ${other.record.plan?.route.model ?? ""}`;
      return compared ? [{ id: compared.id, label, exchange: compared }] : [];
    }),
    ...attempts.map((attempt) => ({ id: attempt.id, label: `Attempt ${attempt.attempt}`, exchange: attempt })),
  ];
}
