import type { RunRecord } from "@shared/domain/run/run.ts";
import { ChevronUp } from "lucide-react";
import { commandInfo } from "../../../stores/commands.ts";
import { classNames } from "../../../ui/class-names.ts";
import { formatBytes, formatDuration } from "../../../ui/figures.ts";
import { Kbd } from "../../../ui/Kbd.tsx";
import styles from "./InspectorStrip.module.css";
import { comparedExchange } from "./inspected-exchanges.ts";
import { useInspectedSets } from "./use-inspected-sets.ts";
import { exchangeDuration } from "./waterfall.ts";

/** The closed inspector: what the last request of each variant came to, in one line that opens it. */
export function InspectorStrip({ onOpen }: { onOpen(): void }) {
  const sets = useInspectedSets();
  return (
    <button type="button" className={styles["strip"]} onClick={onOpen}>
      <ChevronUp aria-hidden="true" size={14} />
      <span className={styles["word"]}>Requests</span>
      <span className={styles["runs"]}>
        {sets.length === 0 && "none yet"}
        {sets.map(({ key, letter, record }) => record && <Last key={key} letter={letter} record={record} />)}
      </span>
      <Kbd shortcut={commandInfo("inspector.toggle").shortcut ?? ""} />
    </button>
  );
}

function Last({ letter, record }: { letter: string | null; record: RunRecord }) {
  const exchange = comparedExchange(record);
  if (!exchange) return null;
  const { response } = exchange;
  const duration = exchangeDuration(exchange);
  return (
    <span className={styles["run"]}>
      {letter && <b className={styles["letter"]}>{letter}</b>}
      <b className={classNames(response && (response.status < 400 ? styles["ok"] : styles["bad"]))}>
        {response?.status ?? "no answer"}
      </b>
      {duration !== undefined && <span>{formatDuration(duration)}</span>}
      {response?.bodyBytes !== undefined && <span className={styles["bytes"]}>{formatBytes(response.bodyBytes)}</span>}
    </span>
  );
}
