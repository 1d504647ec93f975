import { useEffect, useRef } from "react";

/** What a key of the page does; true when it was one. */
export type PageKey = (event: KeyboardEvent) => boolean;

/**
 * Keys of a page without Ctrl or Alt, wherever the focus is in it: not while somebody types, a dialog or a menu is open,
 * and not what a control with the focus does by itself.
 */
export function usePageKeys(onKey: PageKey): void {
  const current = useRef(onKey);
  current.current = onKey;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTaken(event)) return;
      if (current.current(event)) event.preventDefault();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}

const ownKeys = "input, textarea, select, [contenteditable=true], [role=menu], [role=radiogroup], [role=tablist]";

function isTaken({ target, key }: KeyboardEvent): boolean {
  if (document.querySelector("dialog[open], [role=menu]") !== null) return true;
  if (!(target instanceof Element)) return false;
  if (target.closest(ownKeys) !== null && !/^[1-5]$/.test(key)) return true;
  if (target.closest("input, textarea, select") !== null) return true;
  // Space and Enter press what has the focus.
  return (key === " " || key === "Enter") && target.closest("button, a, summary") !== null;
}
