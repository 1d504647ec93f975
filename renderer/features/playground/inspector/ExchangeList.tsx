import type { RunRecord } from "@shared/domain/run/run.ts";
import type { Exchange } from "@shared/domain/wire/wire.ts";
import { classNames } from "../../../ui/class-names.ts";
import { formatDuration } from "../../../ui/figures.ts";
import { useRovingFocus } from "../../../ui/use-roving-focus.ts";
import styles from "./ExchangeList.module.css";
import { exchangeEnd } from "./exchange-end.ts";
import type { InspectedExchange } from "./inspected-exchanges.ts";
import { exchangeDuration, waterfallByRun } from "./waterfall.ts";

interface ExchangeListProps {
  exchanges: readonly InspectedExchange[];
  chosen: string;
  onChoose(id: string): void;
}

/** Exchanges in the order they started, each with where it went and its times on its run's axis. A retry is a row of its own, and says which. */
export function ExchangeList({ exchanges, chosen, onChoose }: ExchangeListProps) {
  const roving = useRovingFocus<HTMLUListElement>();
  const bars = waterfallByRun([...new Set(exchanges.map(({ set }) => set))]);
  return (
    <>
      <ul {...roving} className={styles["rows"]} aria-label="Exchanges">
        {exchanges.map(({ exchange, set }) => (
          <li key={exchange.id}>
            <button
              type="button"
              data-item
              className={styles["row"]}
              aria-current={exchange.id === chosen}
              title={exchange.request.url}
              onClick={() => onChoose(exchange.id)}
            >
              <span className={styles["line"]}>
                <span className={styles["where"]}>
                  {set.letter && <b className={styles["letter"]}>{set.letter}</b>}
                  {exchange.attempt > 1 && <span className={styles["attempt"]}>retry {exchange.attempt - 1} </span>}
                  <span className={exchange.request.method === "GET" ? styles["get"] : styles["post"]}>
                    {exchange.request.method}
                  </span>{" "}
                  {whereTo(exchange).path}
                </span>
                <Status exchange={exchange} record={set.record} />
              </span>
              <span className={styles["line"]}>
                <span className={styles["host"]}>{whereTo(exchange).host}</span>
                <span className={styles["bars"]} aria-hidden="true">
                  {bars.get(exchange.id)?.map((bar) => (
                    <span
                      key={bar.phase}
                      className={classNames(styles["bar"], styles[bar.phase])}
                      style={{ left: `${bar.from * 100}%`, width: `${Math.max(1.5, (bar.to - bar.from) * 100)}%` }}
                    />
                  ))}
                </span>
                <span className={styles["time"]}>{timeOf(exchange)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <p className={styles["legend"]} aria-hidden="true">
        <span>
          <span className={styles["connect"]} /> connect
        </span>
        <span>
          <span className={styles["wait"]} /> wait for first byte
        </span>
        <span>
          <span className={styles["receive"]} /> receive
        </span>
      </p>
    </>
  );
}

/** The path tells requests apart; the host stands under it. */
function whereTo({ request }: Exchange): { path: string; host: string } {
  const url = URL.parse(request.url);
  return url ? { path: url.pathname, host: url.host } : { path: request.url, host: "" };
}

function timeOf(exchange: Exchange): string {
  const duration = exchangeDuration(exchange);
  if (duration !== undefined) return formatDuration(duration);
  return exchange.failure === undefined ? "…" : "—";
}

function Status({ exchange, record }: { exchange: Exchange; record: RunRecord | undefined }) {
  if (exchange.response) {
    const { status } = exchange.response;
    return <span className={status < 400 ? styles["ok"] : styles["bad"]}>{status}</span>;
  }
  const end = exchangeEnd(exchange, record);
  return <span className={end === "failed" ? styles["bad"] : styles["warn"]}>{end}</span>;
}
