import type { RunRecord } from "@shared/domain/run/run.ts";
import { toCurl } from "@shared/domain/wire/wire-curl.ts";
import { Maximize2, SquareTerminal } from "lucide-react";
import { useState } from "react";
import { openRun } from "../../../stores/run/open-run.ts";
import { Button } from "../../../ui/Button.tsx";
import { Chip } from "../../../ui/Chip.tsx";
import { CodeBlock } from "../../../ui/CodeBlock.tsx";
import { CopyButton } from "../../../ui/CopyButton.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { formatBytes, formatCost, formatDuration, formatTokens } from "../../../ui/figures.ts";
import { JsonText } from "../../../ui/JsonText.tsx";
import styles from "./CellPane.module.css";
import type { CellViews } from "./cell-views.ts";
import { shortBody } from "./short-body.ts";

/** What was sent for the cell, exactly; the whole exchange, as a command, and on in the playground. */
export function CellRequest({ record, Report }: { record: RunRecord } & Pick<CellViews, "Report">) {
  const [whole, setWhole] = useState(false);
  // The last attempt is the one the answer is of.
  const exchange = record.exchanges.findLast(({ request }) => request.method === "POST") ?? record.exchanges.at(-1);
  return (
    <section className={styles["section"]} aria-label="Request">
      <div className={styles["sectionHead"]}>
        <h4 className={styles["heading"]}>Request</h4>
        {exchange && (
          <Chip title={`SHA-256 ${exchange.request.bodySha256}`}>
            exactly as sent · {formatBytes(exchange.request.bodyBytes)}
          </Chip>
        )}
        <span className={styles["space"]} />
        {exchange && <CopyButton text={toCurl(exchange.request)} label="Copy as curl" />}
        <Button size="small" icon={<Maximize2 aria-hidden="true" size={12} />} onClick={() => setWhole(true)}>
          Whole exchange
        </Button>
      </div>
      {exchange ? (
        <>
          <pre className={styles["wire"]}>
            <span className={styles["method"]}>{exchange.request.method}</span> {exchange.request.url}
            {"\n"}
            <JsonText text={shortBody(exchange.request.body)} />
          </pre>
          <p className={styles["facts"]}>{factsOf(record)}</p>
          <details className={styles["details"]}>
            <summary>Body as sent</summary>
            <CodeBlock text={exchange.request.body} language="json" label="Request body" />
          </details>
        </>
      ) : (
        <p className={styles["quiet"]}>No request was sent.</p>
      )}
      <Button
        size="small"
        icon={<SquareTerminal aria-hidden="true" size={13} />}
        onClick={() => openRun(record, "A cell of an experiment.")}
      >
        Open in playground
      </Button>
      <Dialog open={whole} size="full" title="Whole exchange" subtitle={record.id} onClose={() => setWhole(false)}>
        <div className={styles["whole"]}>
          <Report record={record} />
        </div>
      </Dialog>
    </section>
  );
}

function factsOf({ metrics, exchanges }: RunRecord): string {
  const status = metrics?.httpStatus;
  const ttft = metrics?.ttftMs;
  return [
    status !== undefined && String(status),
    metrics !== undefined && formatDuration(metrics.totalMs),
    ttft !== undefined && `TTFT ${formatDuration(ttft)}`,
    formatTokens(metrics?.usage?.inputTokens, metrics?.usage?.outputTokens) ?? false,
    metrics?.cost !== undefined && formatCost(metrics.cost.usd),
    exchanges.length > 1 && `${exchanges.length} attempts`,
  ]
    .filter((part) => part !== false)
    .join(" · ");
}
