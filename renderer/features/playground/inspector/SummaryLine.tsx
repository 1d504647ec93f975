import type { RunRecord } from "@shared/domain/run/run.ts";
import type { Exchange } from "@shared/domain/wire/wire.ts";
import { Chip } from "../../../ui/Chip.tsx";
import { formatBytes } from "../../../ui/figures.ts";
import { exchangeEnd } from "./exchange-end.ts";
import styles from "./Summary.module.css";
import { summaryFacts } from "./summary-facts.ts";

/** One exchange in one line: what, where to, how it ended, its times and sizes. */
export function SummaryLine({ exchange, record }: { exchange: Exchange; record: RunRecord }) {
  const { request, response } = exchange;
  const url = URL.parse(request.url);
  const end = exchangeEnd(exchange, record);
  return (
    <p className={styles["summary"]}>
      <span className={styles["what"]} title={request.url}>
        <b>{request.method}</b> {url ? `${url.host}${url.pathname}` : request.url}
      </span>
      {response && (
        <span className={response.status < 400 ? styles["ok"] : styles["bad"]}>
          {response.status} {response.statusText}
        </span>
      )}
      {end && <span className={end === "failed" ? styles["bad"] : styles["warn"]}>{end}</span>}
      {summaryFacts(exchange, record).map(({ name, text }) => (
        <span key={name}>
          <span className={styles["name"]}>{name}</span> {text}
        </span>
      ))}
      <span>
        {formatBytes(request.bodyBytes)} out{response && ` · ${formatBytes(response.bodyBytes)} in`}
      </span>
      {record.replay ? (
        <Chip tone="warn">replayed from a cassette</Chip>
      ) : (
        <span className={styles["name"]}>{exchange.timings.end === undefined && !end ? "under way" : "live"}</span>
      )}
    </p>
  );
}
