import type { ComponentProps, ReactNode } from "react";
import styles from "./Button.module.css";
import { classNames } from "./class-names.ts";
import { Kbd } from "./Kbd.tsx";
import { ariaShortcut } from "./shortcut-text.ts";

interface ButtonProps extends ComponentProps<"button"> {
  /** `primary` is the one action of a view, `quiet` has a border, `ghost` has none. */
  variant?: "primary" | "quiet" | "ghost";
  size?: "normal" | "small";
  /** Like `mod+enter`; shown on the button. Whoever owns the command handles the key. */
  shortcut?: string | undefined;
  icon?: ReactNode;
}

/** A button with text. Works as a trigger of menus and popovers: unknown props and `ref` reach the element. */
export function Button({
  variant = "quiet",
  size = "normal",
  shortcut,
  icon,
  className,
  children,
  type = "button",
  ...rest
}: ButtonProps) {
  return (
    <button
      type={type}
      className={classNames(styles["button"], styles[variant], styles[size], className)}
      aria-keyshortcuts={shortcut === undefined ? undefined : ariaShortcut(shortcut)}
      {...rest}
    >
      {icon}
      {children}
      {shortcut === undefined ? null : <Kbd shortcut={shortcut} bare />}
    </button>
  );
}
