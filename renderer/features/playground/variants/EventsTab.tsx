import { providerExchange } from "../wire/exchanges.ts";
import { FramesTable } from "../wire/FramesTable.tsx";
import type { VariantPosition } from "./position.ts";
import styles from "./VariantColumn.module.css";

/** Every frame of the streamed response with its time. */
export function EventsTab({ run }: VariantPosition) {
  const exchange = providerExchange(run);
  if (!exchange) return <p className={styles["hint"]}>{run ? "No response." : "Not run yet."}</p>;
  if (exchange.frames.length === 0) return <p className={styles["hint"]}>The response came in one piece.</p>;
  return <FramesTable frames={exchange.frames} truncated={exchange.framesTruncated} />;
}
