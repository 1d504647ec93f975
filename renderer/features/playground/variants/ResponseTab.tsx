import { providerExchange } from "../wire/exchanges.ts";
import { ResponseView } from "../wire/ResponseView.tsx";
import type { VariantPosition } from "./position.ts";
import styles from "./VariantColumn.module.css";

/** The response of the last run: status, headers, body as it came. */
export function ResponseTab({ run }: VariantPosition) {
  const exchange = providerExchange(run);
  if (!exchange) return <p className={styles["hint"]}>{run ? "No response." : "Not run yet."}</p>;
  return <ResponseView exchange={exchange} />;
}
