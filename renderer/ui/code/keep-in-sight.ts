const acts = ["wheel", "pointerdown", "touchstart", "keydown"] as const;

/**
 * Shows a place again whenever something in the same scrolled list takes another height, as texts do that become editors
 * while they come near: they would push it out of sight. A person who scrolls, clicks or types ends it.
 * @param show brings the place in sight; does nothing where it is.
 * @param onEnd called once, however it ends.
 * @returns ends it.
 */
export function keepInSight(element: HTMLElement, show: () => void, onEnd: () => void): () => void {
  const sizes = new ResizeObserver(show);
  let isOver = false;
  const end = () => {
    if (isOver) return;
    isOver = true;
    sizes.disconnect();
    for (const act of acts) document.removeEventListener(act, end, true);
    onEnd();
  };
  for (const child of scrollerOf(element)?.children ?? []) sizes.observe(child);
  for (const act of acts) document.addEventListener(act, end, { capture: true, passive: true });
  return end;
}

function scrollerOf(element: HTMLElement): HTMLElement | undefined {
  for (let at = element.parentElement; at; at = at.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  }
  return undefined;
}
