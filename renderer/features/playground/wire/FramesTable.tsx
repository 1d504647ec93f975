import type { WireFrame } from "@shared/domain/wire/wire.ts";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { classNames } from "../../../ui/class-names.ts";
import { formatCount } from "../../../ui/figures.ts";
import { InvisibleText } from "../text/InvisibleText.tsx";
import styles from "./FramesTable.module.css";
import { frameGist } from "./frame-gist.ts";

const rowHeight = 20;

interface FramesTableProps {
  frames: readonly WireFrame[];
  /** More frames came than are kept. */
  truncated: boolean;
  /** The frame the scrubber stands at, counted from 1; it is marked and kept in sight. */
  current?: number | undefined;
}

/** The frames of a streamed response with their times. Only rows in sight are in the document. */
export function FramesTable({ frames, truncated, current }: FramesTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: frames.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    // The head, which stays in sight, stands before the rows.
    paddingStart: rowHeight,
    scrollPaddingStart: rowHeight,
  });
  useEffect(() => {
    if (current !== undefined) virtual.scrollToIndex(Math.max(0, current - 1));
  }, [current, virtual]);
  const items = virtual.getVirtualItems();
  const above = (items[0]?.start ?? rowHeight) - rowHeight;
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
              return (
                frame && (
                  <FrameRow
                    key={key}
                    frame={frame}
                    before={frames[index - 1]}
                    number={index + 1}
                    current={index + 1 === current}
                  />
                )
              );
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

interface FrameRowProps {
  frame: WireFrame;
  before: WireFrame | undefined;
  /** Counted from 1, as the scrubber counts. */
  number: number;
  current: boolean;
}

function FrameRow({ frame, before, number, current }: FrameRowProps) {
  const gist = frameGist(frame.data);
  return (
    <tr
      className={classNames(styles["row"], current && styles["current"])}
      aria-rowindex={number + 1}
      aria-current={current ? "step" : undefined}
    >
      <td>{number}</td>
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
