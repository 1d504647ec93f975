/** Marks a part of the window that F6 and the skip links go to; its value names it for the links. */
export const paneAttribute = "data-pane";

const panesIn = (): HTMLElement[] =>
  [...document.querySelectorAll<HTMLElement>(`[${paneAttribute}]`)].filter((pane) => pane.checkVisibility());

/** Where the focus was in each pane, to come back to. */
const lastFocus = new WeakMap<HTMLElement, WeakRef<HTMLElement>>();

/** Remembers, until it is ended, which element of each pane had the focus last. */
export function rememberFocus(): () => void {
  const onFocus = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLElement)) return;
    const pane = target.closest<HTMLElement>(`[${paneAttribute}]`);
    if (pane && pane !== target) lastFocus.set(pane, new WeakRef(target));
  };
  document.addEventListener("focusin", onFocus);
  return () => document.removeEventListener("focusin", onFocus);
}

/** Puts the focus into a pane: where it was there last, else on the pane itself, from which Tab goes to its first control. */
function goIntoPane(pane: HTMLElement): void {
  const last = lastFocus.get(pane)?.deref();
  const target = last?.isConnected && last.checkVisibility() && pane.contains(last) ? last : pane;
  if (target === pane && !pane.hasAttribute("tabindex")) pane.tabIndex = -1;
  target.focus();
}

/** Goes to the pane after or before the one with the focus, in the order they stand, and round at the ends. */
export function goToNextPane(step: 1 | -1): void {
  const panes = panesIn();
  const here = panes.findLastIndex((pane) => pane.contains(document.activeElement));
  const from = here === -1 && step === -1 ? 0 : here;
  const next = panes.at((from + step + panes.length) % Math.max(1, panes.length));
  if (next) goIntoPane(next);
}

/** Goes to the pane of a name. @returns false when it is not there. */
export function goToPane(name: string): boolean {
  const pane = panesIn().find((one) => one.getAttribute(paneAttribute) === name);
  if (pane) goIntoPane(pane);
  return pane !== undefined;
}
