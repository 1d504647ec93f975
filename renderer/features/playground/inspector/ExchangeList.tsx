import type { RunRecord } from "@shared/domain/run.ts";
import type { Exchange } from "@shared/domain/wire.ts";
import { classNames } from "../../../ui/class-names.ts";
import { formatDuration } from "../../../ui/figures.ts";
import styles from "./ExchangeList.module.css";
import { exchangeEnd } from "./exchange-end.ts";
import type { InspectedExchange } from "./inspected-run.ts";
import { exchangeDuration, waterfall } from "./waterfall.ts";

interface ExchangeListProps {
  exchanges: readonly InspectedExchange[];
  chosen: string;
  onChoose(id: string): void;
}

/** Exchanges in the order they started, each with its times on one axis. A retry is a row of its own. */
export function ExchangeList({ exchanges, chosen, onChoose }: ExchangeListProps) {
  const rows = waterfall(exchanges.map(({ exchange }) => exchange));
  return (
    <>
      <ul className={styles["rows"]} aria-label="Exchanges">
        {exchanges.map(({ exchange, run }, index) => (
          <li key={exchange.id}>
            <button
              type="button"
              className={styles["row"]}
              aria-current={exchange.id === chosen}
              title={exchange.request.url}
              onClick={() => onChoose(exchange.id)}
            >
              <span className={exchange.request.method === "GET" ? styles["get"] : styles["post"]}>
                {exchange.request.method}
              </span>
              <span className={styles["where"]}>
                {run.letter && <b className={styles["letter"]}>{run.letter}</b>}
                {exchange.attempt > 1 && <span className={styles["attempt"]}>retry {exchange.attempt - 1} </span>}
                {whereTo(exchange)}
              </span>
              <Status exchange={exchange} record={run.record} />
              <span className={styles["time"]}>{timeOf(exchange)}</span>
              <span className={styles["bars"]} aria-hidden="true">
                {rows[index]?.map((bar) => (
                  <span
                    key={bar.phase}
                    className={classNames(styles["bar"], styles[bar.phase])}
                    style={{ left: `${bar.from * 100}%`, width: `${Math.max(1.5, (bar.to - bar.from) * 100)}%` }}
                  />
                ))}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <p className={styles["legend"]} aria-hidden="true">
        <span className={styles["connect"]} /> connect <span className={styles["wait"]} /> wait for first byte{" "}
        <span className={styles["receive"]} /> receive
      </p>
    </>
  );
}

/** Host and path for the provider, the path alone for Langfuse, whose host is in the top bar. */
function whereTo(exchange: Exchange): string {
  const url = URL.parse(exchange.request.url);
  if (!url) return exchange.request.url;
  return exchange.kind === "langfuse" ? url.pathname : `${url.host}${url.pathname}`;
}

function timeOf(exchange: Exchange): string {
  const duration = exchangeDuration(exchange);
  return duration === undefined ? "…" : formatDuration(duration);
}

function Status({ exchange, record }: { exchange: Exchange; record: RunRecord }) {
  if (exchange.response) {
    const { status } = exchange.response;
    return <span className={status < 400 ? styles["ok"] : styles["bad"]}>{status}</span>;
  }
  const end = exchangeEnd(exchange, record);
  return <span className={end === "stopped" ? styles["warn"] : styles["bad"]}>{end}</span>;
}
