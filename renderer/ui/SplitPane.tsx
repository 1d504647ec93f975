import { Allotment, LayoutPriority } from "allotment";
import "allotment/dist/style.css";
import { Children, cloneElement, isValidElement, type PropsWithChildren, type ReactNode } from "react";
import { Boundary } from "./Boundary.tsx";
import styles from "./SplitPane.module.css";

/** A part of a `SplitPane`: `minSize`, `maxSize`, `preferredSize` in pixels, `snap` to close, `visible`. */
export const SplitItem = Allotment.Pane;

/** As `priority` of the part that grows and shrinks with the window, so that the others keep their sizes. */
export const growsWithWindow = LayoutPriority.High;

interface SplitPaneProps {
  /** `SplitItem` elements only. */
  children: ReactNode;
  /** Stacks the parts instead of setting them side by side. */
  vertical?: boolean;
  /** Sizes in pixels to start with, one for each part. */
  sizes?: number[];
  /** Called when a drag has ended, for keeping the sizes. */
  onSizes?(sizes: number[]): void;
  /** Called when a part was snapped shut or open. */
  onVisible?(index: number, visible: boolean): void;
}

/** Parts whose borders can be dragged; what cannot be drawn costs its own part. Fills its parent. The part that `growsWithWindow` takes what the window gains and loses, else the last. */
export function SplitPane({ children, vertical = false, sizes, onSizes, onVisible }: SplitPaneProps) {
  return (
    <Allotment
      className={styles["split"] ?? ""}
      vertical={vertical}
      proportionalLayout={false}
      {...(sizes === undefined ? {} : { defaultSizes: sizes })}
      {...(onSizes === undefined ? {} : { onDragEnd: onSizes })}
      {...(onVisible === undefined ? {} : { onVisibleChange: onVisible })}
    >
      {Children.map(children, withBoundary)}
    </Allotment>
  );
}

function withBoundary(part: ReactNode): ReactNode {
  if (!isValidElement<PropsWithChildren>(part)) return part;
  return cloneElement(part, {}, <Boundary what="This part of the window">{part.props.children}</Boundary>);
}
