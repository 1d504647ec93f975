import { refOf } from "@shared/domain/prompt/run-prompt.ts";
import { versionLabel } from "@shared/domain/prompt/version-text.ts";
import type { HistoryRun } from "@shared/domain/run/history.ts";
import { Star } from "lucide-react";
import { viewOfRecord } from "../../../stores/run/record-view.ts";
import { Button } from "../../../ui/Button.tsx";
import { MetricLine } from "../answer/MetricLine.tsx";
import styles from "./Report.module.css";

interface ComparedSideProps {
  title: string;
  sign: string;
  run: HistoryRun;
  onOpen(): void;
}

/** One of two compared runs in two lines: which it is, and its figures. */
export function ComparedSide({ title, sign, run: { record, notes }, onOpen }: ComparedSideProps) {
  const prompt = record.resolved?.prompt;
  const name = prompt
    ? `${prompt.name} ${versionLabel(prompt.version)}`
    : (refOf(record.request.prompt)?.name ?? "no prompt");
  return (
    <section className={styles["side"]} aria-label={title}>
      <div className={styles["which"]}>
        <b>{sign}</b>
        <div className={styles["words"]}>
          <time dateTime={new Date(record.startedAt).toISOString()}>
            {new Date(record.startedAt).toLocaleString("en-GB")}
          </time>
          <span className={styles["number"]} title="Its number in the history">
            #{record.sequence}
          </span>
          <span className={styles["model"]}>
            {name} · {record.plan?.route.model ?? record.request.model}
          </span>
          {notes.rating !== null && (
            <span className={styles["rating"]}>
              {notes.rating}
              <Star aria-label="stars" role="img" size={12} />
            </span>
          )}
        </div>
        <Button size="small" variant="ghost" title={`Read the ${title.toLowerCase()} alone`} onClick={onOpen}>
          Open
        </Button>
      </div>
      <MetricLine run={viewOfRecord(record)} name={title} />
    </section>
  );
}
