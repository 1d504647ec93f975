import type { WireFrame } from "@shared/domain/wire.ts";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { formatCount } from "../../../ui/figures.ts";
import { InvisibleText } from "../text/InvisibleText.tsx";
import styles from "./FramesTable.module.css";
import { frameGist } from "./frame-gist.ts";

const rowHeight = 20;

interface FramesTableProps {
  frames: readonly WireFrame[];
  /** More frames came than are kept. */
  truncated: boolean;
}

/** The frames of a streamed response with their times. Only rows in sight are in the document. */
export function FramesTable({ frames, truncated }: FramesTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: frames.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <section className={styles["frames"]} aria-label="Frames">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <div ref={scroller} className={styles["scroll"]} tabIndex={0}>
        <table className={styles["table"]} aria-rowcount={frames.length + 1}>
          <thead>
            <tr aria-rowindex={1}>
              <th scope="col">#</th>
              <th scope="col">+ms</th>
              <th scope="col">gap</th>
              <th scope="col">bytes</th>
              <th scope="col">event · data</th>
            </tr>
          </thead>
          <tbody>
            {above > 0 && <Spacer height={above} />}
            {items.map(({ index, key }) => {
              const frame = frames[index];
              return frame && <FrameRow key={key} frame={frame} before={frames[index - 1]} row={index + 2} />;
            })}
            {below > 0 && <Spacer height={below} />}
          </tbody>
        </table>
      </div>
      {truncated && <p className={styles["more"]}>More frames came than are kept.</p>}
    </section>
  );
}

/** Stands for the rows that are out of sight. */
function Spacer({ height }: { height: number }) {
  return <tr style={{ height }} />;
}

function FrameRow({ frame, before, row }: { frame: WireFrame; before: WireFrame | undefined; row: number }) {
  const gist = frameGist(frame.data);
  return (
    <tr className={styles["row"]} aria-rowindex={row}>
      <td>{frame.index}</td>
      <td>{formatCount(frame.at)}</td>
      <td>{before ? formatCount(frame.at - before.at) : "—"}</td>
      <td>{formatCount(frame.bytes)}</td>
      <td className={styles["data"]} title={frame.data.slice(0, 4000)}>
        {frame.event && <span className={styles["event"]}>{frame.event} </span>}
        {gist && <InvisibleText text={`${gist} `} />}
        <span className={gist ? styles["raw"] : undefined}>
          <InvisibleText text={frame.data.slice(0, 1000)} />
        </span>
      </td>
    </tr>
  );
}
