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

const typedIn = "input, textarea, select, [contenteditable=true], [role=menu]";
/** They have the arrows and Space; letters and digits are the page's, also after a click on one of them. */
const movedIn = "[role=radiogroup], [role=tablist]";

function isTaken({ target, key }: KeyboardEvent): boolean {
  if (document.querySelector("dialog[open], [role=menu]") !== null) return true;
  if (!(target instanceof Element)) return false;
  if (target.closest(typedIn) !== null) return true;
  if (target.closest(movedIn) !== null && (key.length > 1 || key === " ")) return true;
  // Space and Enter press what has the focus.
  return (key === " " || key === "Enter") && target.closest("button, a, summary") !== null;
}
