import type { Exchange } from "@shared/domain/wire/wire.ts";
import { FramesTable } from "./FramesTable.tsx";
import styles from "./wire.module.css";

/** The frames of a stream, or why there are none. */
export function EventsView({ exchange, current }: { exchange: Exchange; current?: number | undefined }) {
  if (exchange.frames.length === 0) {
    return <p className={styles["hint"]}>{exchange.response ? "The response came in one piece." : "No response."}</p>;
  }
  return <FramesTable frames={exchange.frames} truncated={exchange.framesTruncated} current={current} />;
}
