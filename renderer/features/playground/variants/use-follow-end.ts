import { type RefObject, type UIEvent, useEffect, useLayoutEffect, useRef } from "react";
import { isRunning, type RunView } from "../../../stores/run/runs.ts";

interface FollowedEnd {
  ref: RefObject<HTMLDivElement | null>;
  handlers: {
    onScroll(event: UIEvent): void;
    onWheel(): void;
    onPointerDown(): void;
    onKeyDown(): void;
  };
}

/**
 * Keeps a box at its end while an answer grows in it, as long as it is at its end. What is drawn later (of a long answer
 * what comes into sight) may be higher than it was taken for: the end is kept then too, until somebody does something.
 */
export function useFollowEnd(run: RunView | undefined): FollowedEnd {
  const ref = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const follows = useRef(false);
  const wasRunning = useRef(false);
  const running = isRunning(run);
  // A run's view is new at most once per frame, so this measures and scrolls at most once per frame.
  useLayoutEffect(() => {
    const box = ref.current;
    // The last of the text may come together with the end.
    const grew = wasRunning.current || isRunning(run);
    wasRunning.current = isRunning(run);
    if (!grew || !box || !atEnd.current) return;
    box.scrollTop = box.scrollHeight;
    follows.current = box.scrollTop > 0;
  }, [run]);
  useEffect(() => {
    const box = ref.current;
    if (running || !box || !follows.current) return;
    const observer = new ResizeObserver(() => {
      if (follows.current) box.scrollTop = box.scrollHeight;
    });
    for (const part of box.children) observer.observe(part);
    return () => observer.disconnect();
  }, [running]);
  const letGo = () => {
    follows.current = false;
  };
  return {
    ref,
    handlers: {
      onScroll({ currentTarget: box }) {
        atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < 24;
      },
      onWheel: letGo,
      onPointerDown: letGo,
      onKeyDown: letGo,
    },
  };
}
