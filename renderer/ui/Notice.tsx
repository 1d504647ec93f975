import { X } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { IconButton } from "./IconButton.tsx";
import styles from "./Notice.module.css";

interface NoticeProps {
  tone?: "neutral" | "accent" | "warn";
  icon?: ReactNode;
  children: ReactNode;
  /** Buttons. */
  actions?: ReactNode;
  onDismiss?(): void;
}

/** A line that tells a state without stopping the work: demo workspace, stale copy, a warning. */
export function Notice({ tone = "neutral", icon, children, actions, onDismiss }: NoticeProps) {
  return (
    <div className={classNames(styles["notice"], styles[tone])} role="note">
      {icon}
      <div className={styles["text"]}>{children}</div>
      {actions}
      {onDismiss === undefined ? null : <IconButton size="small" label="Dismiss" icon={<X />} onClick={onDismiss} />}
    </div>
  );
}
