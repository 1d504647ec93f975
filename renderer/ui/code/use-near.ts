import { type RefObject, useEffect, useRef, useState } from "react";
import { watchNear } from "./watch-near.ts";

export interface Near {
  /** Whether it is near what is in sight, was called here, or is held. */
  isNear: boolean;
  /** Makes it so until it is told otherwise. */
  come(): void;
  /** Keeps it so, also out of sight; false lets it go. */
  hold(is: boolean): void;
}

/**
 * Whether an element is near what is in sight. Where somebody writes it stays so.
 * @param whenNear false: it always is.
 */
export function useNear(box: RefObject<HTMLElement | null>, whenNear: boolean): Near {
  const [isNear, setNear] = useState(!whenNear);
  const seen = useRef(!whenNear);
  const held = useRef(false);
  const { come, hold, settle } = useRef({
    come: () => setNear(true),
    hold(is: boolean) {
      held.current = is;
      if (is) setNear(true);
      else settle(box.current?.matches(":focus-within"));
    },
    settle: (isWritten = false) => setNear(seen.current || held.current || isWritten),
  }).current;
  useEffect(() => {
    const element = box.current;
    if (!whenNear || element === null) return;
    const stop = watchNear(element, (near) => {
      seen.current = near;
      settle(element.matches(":focus-within"));
    });
    const onLeft = () => settle();
    element.addEventListener("focusout", onLeft);
    return () => {
      stop();
      element.removeEventListener("focusout", onLeft);
    };
  }, [box, whenNear, settle]);
  return { isNear, come, hold };
}
