import { type ReactNode, Suspense } from "react";
import { Chip } from "../../../ui/Chip.tsx";
import { lateComponent } from "../../../ui/late-component.ts";
import { PanelHeader } from "../../../ui/PanelHeader.tsx";
import { paneAttribute } from "../../../ui/panes.ts";
import { ExchangeList } from "./ExchangeList.tsx";
import styles from "./Inspector.module.css";
import { chosenExchange, type InspectedSet, inspectedExchanges, writesKey } from "./inspected-exchanges.ts";
import { SummaryLine } from "./SummaryLine.tsx";

const ExchangeHalves = lateComponent(async () => (await import("./ExchangeHalves.tsx")).ExchangeHalves);

interface InspectorViewProps {
  sets: readonly InspectedSet[];
  /** The set shown from while no exchange is chosen. */
  preferredKey: string | null;
  chosenId: string | null;
  onChoose(exchangeId: string): void;
  /** Said in place of the list when no run is there. */
  empty: string;
  /** Sends a body typed by hand as a new run; absent where that is not possible. */
  onResend?: ((set: InspectedSet, body: string) => void) | undefined;
  /** Stands at the right of the head line. */
  end?: ReactNode;
}

/** Exchanges at the left; of the chosen one what went out and what came back, side by side. */
export function InspectorView({ sets, preferredKey, chosenId, onChoose, empty, onResend, end }: InspectorViewProps) {
  const exchanges = inspectedExchanges(sets);
  const chosen = chosenExchange(exchanges, chosenId, preferredKey);
  return (
    <section className={styles["inspector"]} aria-label="Inspector" tabIndex={-1} {...{ [paneAttribute]: "inspector" }}>
      <div className={styles["columns"]}>
        <div className={styles["list"]}>
          <PanelHeader title="Requests">{sets.length > 0 && <Chip>{whose(sets)}</Chip>}</PanelHeader>
          {chosen ? (
            <ExchangeList exchanges={exchanges} chosen={chosen.exchange.id} onChoose={onChoose} />
          ) : (
            <p className={styles["none"]}>{sets.length > 0 ? whyNone(sets) : empty}</p>
          )}
        </div>
        <div className={styles["exchange"]}>
          <div className={styles["top"]}>
            {chosen ? <SummaryLine chosen={chosen} /> : <span />}
            {end}
          </div>
          {chosen && (
            <Suspense fallback={null}>
              <ExchangeHalves chosen={chosen} sets={sets} onResend={onResend} />
            </Suspense>
          )}
        </div>
      </div>
    </section>
  );
}

function whose(sets: readonly InspectedSet[]): string {
  const count = sets.filter(({ key }) => key !== writesKey).length;
  if (count === 0) return "saving";
  const own = count === 1 ? "this run" : `${count} runs`;
  return count === sets.length ? own : `${own}, saving`;
}

/** Exchanges are written down when they end, so an interrupted run may have sent what is not here. */
function whyNone(sets: readonly InspectedSet[]): string {
  const interrupted = sets.some(({ record }) => record?.state === "interrupted" && record.plan);
  return interrupted ? "Promptscope stopped before the exchange was written down." : "This run sent no request.";
}
