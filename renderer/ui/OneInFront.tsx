import { ArrowLeft } from "lucide-react";
import { type ReactNode, useLayoutEffect, useRef } from "react";
import { Button } from "./Button.tsx";
import styles from "./OneInFront.module.css";

interface OneInFrontProps {
  /** What is chosen from. It stays as it is while it is behind: scrolled, filtered, typed into. */
  children: ReactNode;
  /** What was chosen, alone over it; null while nothing is. */
  front: ReactNode | null;
  /** Where the way back leads: “Back to the runs”. */
  back: string;
  onBack(): void;
}

/**
 * A list and what was chosen in it, one at a time, for a window with no room for both. The focus goes with what is in front,
 * and back to where it was; the button above it and Escape lead back. Fills its parent.
 */
export function OneInFront({ children, front, back, onBack }: OneInFrontProps) {
  const behind = useRef<HTMLDivElement>(null);
  const over = useRef<HTMLDivElement>(null);
  const from = useRef<Element | null>(null);
  const isOpen = front !== null;
  const wasOpen = useRef(isOpen);
  useLayoutEffect(() => {
    if (wasOpen.current === isOpen) return;
    wasOpen.current = isOpen;
    if (isOpen) {
      // What is hidden keeps the focus until the page is drawn.
      from.current = behind.current?.contains(document.activeElement) ? document.activeElement : null;
      over.current?.focus();
    } else {
      const target = from.current?.isConnected ? from.current : behind.current;
      if (target instanceof HTMLElement) target.focus();
    }
  }, [isOpen]);
  return (
    <div className={styles["place"]}>
      <div ref={behind} className={styles["behind"]} data-hidden={isOpen || undefined} tabIndex={-1}>
        {children}
      </div>
      {isOpen && (
        // biome-ignore lint/a11y/noStaticElementInteractions: Escape leads back from whatever in it has the focus
        <div
          ref={over}
          className={styles["over"]}
          tabIndex={-1}
          onKeyDown={(event) => {
            // A dialog opened from it closes itself by the key.
            if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
            event.preventDefault();
            onBack();
          }}
        >
          <div className={styles["bar"]}>
            <Button size="small" variant="ghost" icon={<ArrowLeft aria-hidden="true" size={14} />} onClick={onBack}>
              {back}
            </Button>
          </div>
          <div className={styles["front"]}>{front}</div>
        </div>
      )}
    </div>
  );
}
