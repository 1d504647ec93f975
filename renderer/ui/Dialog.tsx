import { X } from "lucide-react";
import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { classNames } from "./class-names.ts";
import styles from "./Dialog.module.css";
import { IconButton } from "./IconButton.tsx";

interface DialogProps {
  open: boolean;
  onClose(): void;
  title: string;
  /** Right of the title, quiet: what the dialog is about. */
  subtitle?: string | undefined;
  /** Leaves the title to screen readers and the frame to the content. */
  bare?: boolean;
  /** `wide` is for things to be read beside each other, `table` for three of them and more, `full` takes the window. */
  size?: "normal" | "wide" | "table" | "full";
  /** Buttons in the bottom line. */
  footer?: ReactNode;
  children: ReactNode;
}

/**
 * A modal dialog on the browser's own `<dialog>`: focus stays inside and returns, Escape closes.
 * Focus starts at the element with `data-autofocus`, else at the dialog itself: on its first button, Close, a hint would
 * open, and the first Escape would take away the hint alone.
 * Content is mounted only while it is open. Menus and popovers render outside of it and cannot be used within.
 */
export function Dialog({ open, ...props }: DialogProps) {
  return open ? <OpenDialog {...props} /> : null;
}

function OpenDialog({
  onClose,
  title,
  subtitle,
  bare = false,
  size = "normal",
  footer,
  children,
}: Omit<DialogProps, "open">) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  // Before the element is taken away: a dialog gives the focus back when it is closed, not when it is removed.
  useLayoutEffect(() => {
    const dialog = element.current;
    if (!dialog) return;
    dialog.showModal();
    (dialog.querySelector<HTMLElement>("[data-autofocus]") ?? dialog).focus();
    return () => dialog.close();
  }, []);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click on the backdrop is a mouse way besides Escape
    <dialog
      ref={element}
      tabIndex={-1}
      className={classNames(styles["dialog"], bare && styles["bare"], size !== "normal" && styles[size])}
      aria-labelledby={bare ? undefined : titleId}
      aria-label={bare ? title : undefined}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === element.current) onClose();
      }}
    >
      {bare ? (
        children
      ) : (
        <>
          <header className={styles["header"]}>
            <h2 id={titleId} className={styles["title"]}>
              {title}
            </h2>
            {subtitle === undefined ? null : <span className={styles["subtitle"]}>{subtitle}</span>}
            <IconButton label="Close" icon={<X />} onClick={onClose} />
          </header>
          <div className={styles["body"]}>{children}</div>
          {footer === undefined ? null : <footer className={styles["footer"]}>{footer}</footer>}
        </>
      )}
    </dialog>
  );
}
