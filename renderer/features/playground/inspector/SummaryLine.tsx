import { Chip } from "../../../ui/Chip.tsx";
import { formatBytes } from "../../../ui/figures.ts";
import { exchangeEnd } from "./exchange-end.ts";
import type { InspectedExchange } from "./inspected-exchanges.ts";
import styles from "./Summary.module.css";
import { summaryFacts } from "./summary-facts.ts";

/** One exchange in one line: what, where to, how it ended, its times and sizes. */
export function SummaryLine({ chosen: { exchange, set } }: { chosen: InspectedExchange }) {
  const { request, response } = exchange;
  const url = URL.parse(request.url);
  const end = exchangeEnd(exchange, set.record);
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
      {summaryFacts(exchange, set).map(({ name, text }) => (
        <span key={name}>
          <span className={styles["name"]}>{name}</span> {text}
        </span>
      ))}
      <span>
        {formatBytes(request.bodyBytes)} out{response && ` · ${formatBytes(response.bodyBytes)} in`}
      </span>
      {set.record?.replay ? (
        <Chip tone="warn">replayed from a cassette</Chip>
      ) : (
        <span className={styles["name"]}>{exchange.timings.end === undefined && !end ? "under way" : "live"}</span>
      )}
    </p>
  );
}
