import styles from "./Inspector.module.css";
import type { InspectedExchange, InspectedSet } from "./inspected-exchanges.ts";
import { ReceivedHalf } from "./ReceivedHalf.tsx";
import { SentHalf } from "./SentHalf.tsx";

interface ExchangeHalvesProps {
  chosen: InspectedExchange;
  sets: readonly InspectedSet[];
  onResend?: ((set: InspectedSet, body: string) => void) | undefined;
}

/** What went out and what came back, side by side: most of the inspector's code, which nobody sees before a run. */
export function ExchangeHalves({ chosen, sets, onResend }: ExchangeHalvesProps) {
  return (
    <div className={styles["halves"]}>
      <section className={styles["half"]} aria-label="Request of the chosen exchange">
        <SentHalf key={chosen.exchange.id} chosen={chosen} sets={sets} onResend={onResend} />
      </section>
      <section className={styles["half"]} aria-label="Response of the chosen exchange">
        <ReceivedHalf chosen={chosen} />
      </section>
    </div>
  );
}
