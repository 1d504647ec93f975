/** Decides signs and keys only: ⌘ or Ctrl. */
export const isMac = typeof navigator !== "undefined" && /mac|iphone|ipad/i.test(navigator.platform);

const macSigns: Record<string, string> = { mod: "⌘", ctrl: "⌃", alt: "⌥", shift: "⇧", enter: "↵", escape: "esc" };
const otherSigns: Record<string, string> = {
  mod: "Ctrl",
  ctrl: "Ctrl",
  alt: "Alt",
  shift: "⇧",
  enter: "↵",
  escape: "Esc",
};
const spoken: Record<string, string> = {
  mod: isMac ? "Command" : "Control",
  ctrl: "Control",
  alt: isMac ? "Option" : "Alt",
  shift: "Shift",
  enter: "Enter",
  escape: "Escape",
};

const parts = (shortcut: string) => shortcut.toLowerCase().split("+");
const plain = (key: string) => (key.length === 1 ? key.toUpperCase() : key.charAt(0).toUpperCase() + key.slice(1));

/** `mod+shift+enter` as this platform writes it: `⌘⇧↵` or `Ctrl ⇧ ↵`. */
export function shortcutSigns(shortcut: string): string {
  const signs = isMac ? macSigns : otherSigns;
  return parts(shortcut)
    .map((key) => signs[key] ?? plain(key))
    .join(isMac ? "" : " ");
}

/** `mod+enter` in words for a screen reader: "Control Enter". */
export function shortcutWords(shortcut: string): string {
  return parts(shortcut)
    .map((key) => spoken[key] ?? plain(key))
    .join(" ");
}

/** `mod+enter` in the form of the `aria-keyshortcuts` attribute: `Control+Enter`. */
export function ariaShortcut(shortcut: string): string {
  const names: Record<string, string> = { mod: isMac ? "Meta" : "Control", ctrl: "Control" };
  return parts(shortcut)
    .map((key) => names[key] ?? plain(key))
    .join("+");
}
