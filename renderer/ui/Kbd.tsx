import { classNames } from "./class-names.ts";
import styles from "./Kbd.module.css";
import { shortcutSigns, shortcutWords } from "./shortcut-text.ts";
import { VisuallyHidden } from "./VisuallyHidden.tsx";

interface KbdProps {
  /** Like `mod+shift+enter`; `mod` is ⌘ on a Mac and Ctrl elsewhere. */
  shortcut: string;
  /** Without a frame, for use on buttons. */
  bare?: boolean;
}

/** A key combination as signs, with its words for screen readers. */
export function Kbd({ shortcut, bare = false }: KbdProps) {
  return (
    <kbd className={classNames(styles["kbd"], bare && styles["bare"])}>
      <span aria-hidden="true">{shortcutSigns(shortcut)}</span>
      <VisuallyHidden>, shortcut {shortcutWords(shortcut)}</VisuallyHidden>
    </kbd>
  );
}
