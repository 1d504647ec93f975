import type { Exchange } from "@shared/domain/wire.ts";
import { classNames } from "../../../ui/class-names.ts";
import { formatDuration } from "../figures.ts";
import styles from "./Inspector.module.css";
import { exchangeDuration, waterfall } from "./waterfall.ts";

interface ExchangeListProps {
  exchanges: readonly Exchange[];
  chosen: string;
  onChoose(id: string): void;
}

/** Exchanges in the order they started, each with its times on the run's axis. */
export function ExchangeList({ exchanges, chosen, onChoose }: ExchangeListProps) {
  const rows = waterfall(exchanges);
  return (
    <>
      <ul className={styles["rows"]} aria-label="Exchanges">
        {exchanges.map((exchange, index) => (
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
              <span className={styles["where"]}>{whereTo(exchange)}</span>
              <Status exchange={exchange} />
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
  if (!URL.canParse(exchange.request.url)) return exchange.request.url;
  const url = new URL(exchange.request.url);
  return exchange.kind === "langfuse" ? url.pathname : `${url.host}${url.pathname}`;
}

function timeOf(exchange: Exchange): string {
  const duration = exchangeDuration(exchange);
  return duration === undefined ? "…" : formatDuration(duration);
}

function Status({ exchange }: { exchange: Exchange }) {
  if (exchange.response) {
    const { status } = exchange.response;
    return <span className={status < 400 ? styles["ok"] : styles["bad"]}>{status}</span>;
  }
  return <span className={styles["bad"]}>{exchange.failure ? "failed" : ""}</span>;
}
