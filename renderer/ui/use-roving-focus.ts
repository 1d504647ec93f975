import { type FocusEvent, type KeyboardEvent, type RefObject, useLayoutEffect, useRef } from "react";

interface RovingFocus<E extends HTMLElement> {
  ref: RefObject<E | null>;
  onKeyDown(event: KeyboardEvent<E>): void;
  onFocus(event: FocusEvent<E>): void;
}

const item = "[data-item]";
const beside = "[data-beside]";
const moves: Record<string, (at: number, count: number) => number> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  Home: () => 0,
  End: (_, count) => count - 1,
};
const sideways: typeof moves = { ...moves, ArrowRight: (at) => at + 1, ArrowLeft: (at) => at - 1 };

/**
 * One tab stop for a list. Arrow keys, Home and End go from one `data-item` to the next; in a standing list the right arrow
 * goes to what a row has `data-beside` its item, the left one back.
 */
export function useRovingFocus<E extends HTMLElement>(direction: "down" | "across" = "down"): RovingFocus<E> {
  const ref = useRef<E>(null);
  const inList = (selector: string) => [...(ref.current?.querySelectorAll<HTMLElement>(selector) ?? [])];
  const stopAt = (stop: HTMLElement) => {
    for (const one of inList(item)) one.tabIndex = one === stop ? 0 : -1;
  };
  // Every time it was drawn: rows come and go, and the one that was the stop may be among them.
  useLayoutEffect(() => {
    const items = inList(item);
    const stop = items.find((one) => one.tabIndex === 0 && one.hasAttribute("tabindex")) ?? items[0];
    if (stop) stopAt(stop);
    for (const one of inList(beside)) one.tabIndex = -1;
  });
  return {
    ref,
    onFocus({ target }) {
      if (target.matches(item)) stopAt(target);
    },
    onKeyDown(event) {
      const { target, key } = event;
      if (!(target instanceof HTMLElement) || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const row = target.closest("li") ?? target;
      const here = target.matches(item) ? target : row.querySelector<HTMLElement>(item);
      if (!here || !(target.matches(item) || target.matches(beside))) return;
      const besides = [...row.querySelectorAll<HTMLElement>(beside)];
      let next: HTMLElement | undefined;
      if (direction === "down" && key === "ArrowRight") next = besides[besides.indexOf(target) + 1];
      else if (direction === "down" && key === "ArrowLeft") {
        next = besides[besides.indexOf(target) - 1] ?? (target === here ? undefined : here);
      } else {
        const items = inList(item);
        const move = (direction === "across" ? sideways : moves)[key];
        next = move && items[move(items.indexOf(here), items.length)];
      }
      if (!next) return;
      event.preventDefault();
      next.focus();
    },
  };
}
