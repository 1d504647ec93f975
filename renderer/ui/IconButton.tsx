import type { ComponentProps, ReactNode } from "react";
import { classNames } from "./class-names.ts";
import styles from "./IconButton.module.css";
import { ariaShortcut } from "./shortcut-text.ts";
import { Tooltip } from "./Tooltip.tsx";

interface IconButtonProps extends Omit<ComponentProps<"button">, "aria-label" | "children"> {
  /** What it does; the accessible name and the tooltip. */
  label: string;
  icon: ReactNode;
  shortcut?: string | undefined;
  size?: "normal" | "small";
  tooltipSide?: "top" | "right" | "bottom" | "left";
}

/** A button with an icon only. Works as a trigger of menus and popovers. */
export function IconButton({
  label,
  icon,
  shortcut,
  size = "normal",
  tooltipSide = "bottom",
  className,
  type = "button",
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={label} shortcut={shortcut} side={tooltipSide}>
      <button
        type={type}
        aria-label={label}
        aria-keyshortcuts={shortcut === undefined ? undefined : ariaShortcut(shortcut)}
        className={classNames(styles["button"], styles[size], className)}
        {...rest}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
